package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.cli.options.CommonSettings;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.Paths;
import dev.exporter.cli.options.reading.Quantities;
import dev.exporter.plan.ExporterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The options of {@code serve} and {@code keys}, and their values. */
public final class ServeSettings {
    private ServeSettings() {}

    /** The options of {@code serve}, in the order of the help. */
    public static List<Setting> serve() {
        List<Setting> settings = new ArrayList<>(List.of(
                withDefault(RUNNING, "port", "N", "8080", "0 takes a free one, which is printed"),
                withDefault(
                        RUNNING,
                        "bind",
                        "ADDRESS",
                        "127.0.0.1",
                        "where to listen; other machines can only be let in with --keys"),
                optional(
                        RUNNING,
                        "keys",
                        "FILE",
                        "none; everybody on this machine may do everything",
                        "the keys that open the pages and the interface; exporter keys makes them"),
                optional(
                        RUNNING,
                        "allowHost",
                        "NAME,...",
                        "localhost and loopback addresses",
                        "further names by which browsers may call it, as in its address there"),
                CommonSettings.warehouseDir(),
                CommonSettings.warehouseLocation("as given when it was made"),
                CommonSettings.namespace(),
                CommonSettings.stagingDir("the folders of runs"),
                CommonSettings.jobRepository("where runs are remembered, as in exports"),
                CommonSettings.passwordFile("holds the job repository's password"),
                CommonSettings.nativeDir(),
                CommonSettings.memoryLimit(
                        "memory of the SQL engine, which shows rows; a page that needs more fails")));
        settings.addAll(CommonSettings.information("print the address as one JSON object on standard output"));
        return settings;
    }

    /** The options of {@code keys}. */
    public static List<Setting> keys() {
        List<Setting> settings = new ArrayList<>(List.of(
                optional(RUNNING, "keys", "FILE", "", "the file of keys; it is made where it is missing"),
                withDefault(
                        RUNNING,
                        "scope",
                        "read|operate",
                        "read",
                        "of a new key: to see everything, or also to start, stop and end exports")));
        settings.addAll(CommonSettings.information());
        return settings;
    }

    /** @throws ExporterException refused, if it is no port */
    public static int port(Values values) {
        if (values.text("port").startsWith("tcp://")) {
            throw ExporterException.refused(
                    "option-invalid",
                    "--port is an address, as Kubernetes sets EXPORTER_PORT beside a Service named exporter: '"
                            + values.text("port") + "'",
                    values.where("port"),
                    "Set enableServiceLinks: false in the pod, or give --port N");
        }
        return (int) Quantities.number(values, "port", 0, 65535);
    }

    public static String bind(Values values) {
        return values.text("bind");
    }

    /** @throws ExporterException refused, if it is no path */
    public static Optional<Path> keysFile(Values values) {
        return values.value("keys").map(value -> Paths.absolute(values, "keys"));
    }

    /** Names of hosts, in lower case. */
    public static List<String> allowedHosts(Values values) {
        return values.value("allowHost").map(Value::text).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
