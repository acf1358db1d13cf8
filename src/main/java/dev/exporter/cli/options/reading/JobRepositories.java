package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Values;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code --jobRepository} and finds its password. A message about either never holds a password. */
public final class JobRepositories {
    /** The environment variable that holds the password. */
    public static final String PASSWORD_VARIABLE = "EXPORTER_JOB_REPOSITORY_PASSWORD";

    /** A parameter {@code password=} or its like, or {@code user:password@host}. */
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)[?&;](?:[a-z]*password|passwd|pwd)\\s*=|//[^/?;]*:[^/?;]*@");

    private JobRepositories() {}

    /**
     * The job repository that the option names.
     *
     * @throws ExporterException refused, if it is none or its URL holds a password
     */
    public static String of(Values values) {
        String text = values.text("jobRepository");
        if (PASSWORD.matcher(text).find()) {
            throw ExporterException.refused(
                    "password-in-url",
                    "the job repository's URL holds a password, which process lists and histories would show",
                    values.where("jobRepository"),
                    "Leave it out, and give it by " + PASSWORD_VARIABLE + " or --passwordFile");
        }
        if (!text.equals("sqlite") && !text.equals("h2") && !text.startsWith("jdbc:")) {
            throw ExporterException.refused(
                    "option-invalid",
                    "there is no job repository '" + text + "'",
                    values.where("jobRepository"),
                    "Give sqlite, h2 or a JDBC URL such as jdbc:postgresql://host/database");
        }
        return text;
    }

    /**
     * The job repository's password: the first line of the file that {@code --passwordFile} names, else the value of
     * {@link #PASSWORD_VARIABLE}.
     *
     * @throws ExporterException refused, if the file cannot be read
     */
    public static Optional<String> password(Values values, Function<String, @Nullable String> environment) {
        if (values.value("passwordFile").isEmpty()) {
            return Optional.ofNullable(environment.apply(PASSWORD_VARIABLE));
        }
        Path file = Paths.absolute(values, "passwordFile");
        try {
            return Optional.of(Files.readString(file).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw ExporterException.refused(
                    "password-file-unreadable",
                    "the password file cannot be read: " + file,
                    values.where("passwordFile"),
                    "Check the path and its permissions");
        }
    }
}
