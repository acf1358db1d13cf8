package dev.exporter.cli.options;

import static dev.exporter.cli.options.Group.INFORMATION;
import static dev.exporter.cli.options.Group.LIMITS;
import static dev.exporter.cli.options.Group.PLACES;
import static dev.exporter.cli.options.Setting.flag;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of commands that read a warehouse's tables, and their values. */
public final class TableSettings {
    private TableSettings() {}

    /** @param own the command's own options, which come first in its help */
    public static List<Setting> of(Setting... own) {
        List<Setting> settings = new ArrayList<>(List.of(own));
        settings.add(withDefault(PLACES, "warehouseDir", "DIR", "warehouse", "the tables"));
        settings.add(optional(
                PLACES, "warehouseLocation", "URI", "the directory's file: URI", "as given when they were made"));
        settings.add(optional(PLACES, "namespace", "NAME", "none", "a folder between the warehouse and its tables"));
        settings.add(optional(PLACES, "nativeDir", "DIR", "the user's cache directory", "native libraries"));
        settings.add(optional(
                LIMITS,
                "memoryLimit",
                "SIZE",
                "a quarter of the machine's memory, at most 700MB a processor and 4GB",
                "memory of the SQL engine; a query that needs more fails"));
        settings.add(flag(INFORMATION, "json", "the same as --format json, where the command has formats"));
        settings.add(flag(INFORMATION, "help", "print this page"));
        settings.add(flag(INFORMATION, "version", "print the versions of exporter and of the Java running it"));
        return settings;
    }

    public static Path warehouse(Values values) {
        return Paths.absolute(values, "warehouseDir");
    }

    public static Optional<String> location(Values values) {
        return values.value("warehouseLocation").map(Value::text);
    }

    public static String namespace(Values values) {
        return values.value("namespace").map(Value::text).orElse("");
    }

    /** The memory of a query, in bytes. */
    public static long memoryBytes(Values values) {
        return values.value("memoryLimit").isPresent()
                ? Quantities.bytes(values, "memoryLimit", Memory.MINIMUM_BYTES)
                : Memory.defaultLimitBytes();
    }
}
