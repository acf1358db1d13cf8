package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.OUTPUT;
import static dev.exporter.cli.options.Group.SOURCE;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.cli.options.CommonSettings;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.Memory;
import dev.exporter.cli.options.reading.Paths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of commands that read a warehouse's tables, and their values. */
public final class TableSettings {
    private TableSettings() {}

    /** The options of {@code query}. */
    public static List<Setting> query() {
        return of(
                "the same as --format json",
                withDefault(
                        OUTPUT,
                        "format",
                        "table|csv|json",
                        "table",
                        "json is an array of objects; binary values in hex"));
    }

    /** The options of {@code files}. */
    public static List<Setting> files() {
        return of("print a JSON array of paths", optional(SOURCE, "table", "NAME", "", "the table; required"));
    }

    private static List<Setting> of(String json, Setting own) {
        List<Setting> settings = new ArrayList<>(List.of(own));
        settings.add(CommonSettings.warehouseDir());
        settings.add(CommonSettings.warehouseLocation("as given when they were made"));
        settings.add(CommonSettings.namespace());
        settings.add(CommonSettings.nativeDir());
        settings.add(CommonSettings.memoryLimit("memory of the SQL engine; a query that needs more fails"));
        settings.addAll(CommonSettings.information(json));
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
        return Memory.limitBytes(values);
    }
}
