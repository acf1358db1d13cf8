package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Setting.optional;

import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.Paths;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options that say who is told how an export has ended, and their values. */
public final class NotifySettings {
    /** The environment variable that holds the secret. */
    static final String SECRET_VARIABLE = "EXPORTER_NOTIFY_SECRET";

    private NotifySettings() {}

    static List<Setting> all() {
        return List.of(
                optional(
                        RUNNING,
                        "notify",
                        "URL",
                        "",
                        "POST a JSON object to this address once the export has finished, stopped or failed"),
                optional(
                        RUNNING,
                        "notifySecretFile",
                        "FILE",
                        "",
                        "holds the secret that these posts are signed with, as can " + SECRET_VARIABLE));
    }

    /**
     * The address; empty where nobody is told.
     *
     * @throws ExporterException refused, if it is not an address of HTTP without a password
     */
    public static Optional<URI> address(Values values) {
        return values.value("notify").map(value -> {
            try {
                URI address = new URI(value.text());
                boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
                if (isHttp && address.getHost() != null && address.getUserInfo() == null) {
                    return address;
                }
            } catch (URISyntaxException e) {
                throw invalid(values);
            }
            throw invalid(values);
        });
    }

    /** Does not repeat the address, which may hold a secret. */
    private static ExporterException invalid(Values values) {
        return ExporterException.refused(
                "option-invalid",
                "the address is not one of HTTP, or holds a user's name",
                values.where("notify"),
                "Give one such as https://host/path, and the secret by --notifySecretFile or " + SECRET_VARIABLE);
    }

    /**
     * The secret that notices are signed with: the first line of the file that {@code --notifySecretFile} names, else the
     * value of {@value #SECRET_VARIABLE}.
     *
     * @throws ExporterException refused, if the file cannot be read or is empty
     */
    public static Optional<String> secret(Values values, Function<String, @Nullable String> environment) {
        if (values.value("notifySecretFile").isEmpty()) {
            return Optional.ofNullable(environment.apply(SECRET_VARIABLE)).filter(text -> !text.isEmpty());
        }
        Path file = Paths.absolute(values, "notifySecretFile");
        try {
            return Optional.of(Files.readString(file)
                    .lines()
                    .findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new IOException("it is empty")));
        } catch (IOException e) {
            throw ExporterException.refused(
                    "secret-file-unreadable",
                    "the file of the secret cannot be read: " + file,
                    values.where("notifySecretFile"),
                    "Check the path and its permissions; its first line is the secret");
        }
    }
}
