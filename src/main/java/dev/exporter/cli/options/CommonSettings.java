package dev.exporter.cli.options;

import static dev.exporter.cli.options.Group.INFORMATION;
import static dev.exporter.cli.options.Group.LIMITS;
import static dev.exporter.cli.options.Group.OUTPUT;
import static dev.exporter.cli.options.Group.PLACES;
import static dev.exporter.cli.options.Group.SOURCE;
import static dev.exporter.cli.options.Setting.flag;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.plan.Dataset;
import java.util.List;
import java.util.Optional;

/** Options that several commands have. Where they mean something else to each, the command gives the words. */
public final class CommonSettings {
    private CommonSettings() {}

    /** What every command can be asked for. */
    public static List<Setting> information() {
        return information(json().description());
    }

    /** @param json what {@code --json} does */
    public static List<Setting> information(String json) {
        return List.of(flag(INFORMATION, "json", json), logFormat(), help(), version());
    }

    public static Setting json() {
        return flag(INFORMATION, "json", "print one JSON object on standard output, whatever the outcome");
    }

    /** How everything but results is written. */
    public static Setting logFormat() {
        return withDefault(
                INFORMATION, "logFormat", "text|json", "text", "how progress and log are written, on standard error");
    }

    public static Setting help() {
        return flag(INFORMATION, "help", "print this page");
    }

    public static Setting version() {
        return flag(INFORMATION, "version", "print the versions of exporter and of the Java running it");
    }

    public static Setting warehouseDir() {
        return withDefault(PLACES, "warehouseDir", "DIR", "warehouse", "the tables");
    }

    public static Setting warehouseLocation(String description) {
        return optional(PLACES, "warehouseLocation", "URI", "the directory's file: URI", description);
    }

    public static Setting namespace() {
        return optional(PLACES, "namespace", "NAME", "none", "a folder between the warehouse and its tables");
    }

    public static Setting stagingDir(String description) {
        return withDefault(PLACES, "stagingDir", "DIR", "staging", description);
    }

    public static Setting jobRepository(String description) {
        return withDefault(PLACES, "jobRepository", "sqlite|h2|URL", "sqlite", description);
    }

    public static Setting passwordFile(String description) {
        return optional(PLACES, "passwordFile", "FILE", "", description);
    }

    public static Setting nativeDir() {
        return nativeDir("native libraries");
    }

    public static Setting nativeDir(String description) {
        return optional(PLACES, "nativeDir", "DIR", "the user's cache directory", description);
    }

    public static Setting parallelism(String description) {
        return optional(LIMITS, "parallelism", "N", "the number of processors", description);
    }

    public static Setting memoryLimit(String description) {
        return optional(
                LIMITS,
                "memoryLimit",
                "SIZE",
                "a quarter of the machine's memory, at most 700MB a processor and 4GB",
                description);
    }

    public static Setting busyTimeout() {
        return withDefault(LIMITS, "busyTimeout", "TIME", "30s", "how long to wait for a locked source database");
    }

    public static Setting maxFileRows() {
        return withDefault(OUTPUT, "maxFileRows", "N", "1000000", "no data file has more rows");
    }

    public static Setting maxFileBytes() {
        return withDefault(OUTPUT, "maxFileBytes", "SIZE", "512MB", "the size that data files aim at");
    }

    public static Setting rowGroupSize() {
        return withDefault(OUTPUT, "rowGroupSize", "N", "122880", "rows in a Parquet row group");
    }

    /** The files of a dataset's databases. */
    public static List<Setting> databases(Dataset dataset) {
        Origin origin = new Origin.DatasetFile(dataset.name());
        return dataset.databases().stream()
                .map(database -> new Setting(
                        database.option(),
                        SOURCE,
                        "FILE",
                        "the database '" + database.name() + "'",
                        Optional.of(database.path()),
                        origin,
                        database.path()))
                .toList();
    }
}
