package dev.exporter.cli.options;

import static dev.exporter.cli.options.Group.INFORMATION;
import static dev.exporter.cli.options.Group.LIMITS;
import static dev.exporter.cli.options.Group.PLACES;
import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Setting.flag;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.plan.ExporterException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The options of {@code serve} and {@code keys}, and their values. */
public final class ServeSettings {
    private ServeSettings() {}

    /** The options of {@code serve}, in the order of the help. */
    public static List<Setting> serve() {
        return List.of(
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
                withDefault(PLACES, "warehouseDir", "DIR", "warehouse", "the tables"),
                optional(PLACES, "warehouseLocation", "URI", "the directory's file: URI", "as given when it was made"),
                optional(PLACES, "namespace", "NAME", "none", "a folder between the warehouse and its tables"),
                withDefault(PLACES, "stagingDir", "DIR", "staging", "the folders of runs"),
                withDefault(
                        PLACES, "jobRepository", "sqlite|h2|URL", "sqlite", "where runs are remembered, as in exports"),
                optional(PLACES, "passwordFile", "FILE", "", "holds the job repository's password"),
                optional(PLACES, "nativeDir", "DIR", "the user's cache directory", "native libraries"),
                optional(
                        LIMITS,
                        "memoryLimit",
                        "SIZE",
                        "a quarter of the machine's memory, at most 700MB a processor and 4GB",
                        "memory of the SQL engine, which shows rows; a page that needs more fails"),
                flag(INFORMATION, "json", "print the address as one JSON object on standard output"),
                flag(INFORMATION, "help", "print this page"),
                flag(INFORMATION, "version", "print the versions of exporter and of the Java running it"));
    }

    /** The options of {@code keys}. */
    public static List<Setting> keys() {
        return List.of(
                optional(RUNNING, "keys", "FILE", "", "the file of keys; it is made where it is missing"),
                withDefault(
                        RUNNING,
                        "scope",
                        "read|operate",
                        "read",
                        "of a new key: to see everything, or also to start, stop and end exports"),
                flag(INFORMATION, "json", "print one JSON object on standard output, whatever the outcome"),
                flag(INFORMATION, "help", "print this page"),
                flag(INFORMATION, "version", "print the versions of exporter and of the Java running it"));
    }

    /** @throws ExporterException refused, if it is no port */
    public static int port(Values values) {
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
