package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Group.SOURCE;
import static dev.exporter.cli.options.Setting.flag;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.cli.options.CommonSettings;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.Paths;
import dev.exporter.cli.options.reading.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of {@code maintain}, and their values. */
public final class MaintainSettings {
    private static final Duration LONGEST = Duration.ofDays(366);

    private MaintainSettings() {}

    /** The options, in the order of the help. */
    public static List<Setting> all() {
        List<Setting> settings = new ArrayList<>(List.of(
                flag(RUNNING, "yes", "do it; without, only say what would be done"),
                flag(
                        RUNNING,
                        "wait",
                        "with --yes: wait for partitions that others hold, at most for the grace; then wait it out, and"
                                + " remove what has just expired as well"),
                withDefault(RUNNING, "keepSnapshots", "N", "10", "this many of the newest snapshots of a table stay"),
                withDefault(RUNNING, "keepDays", "N", "0", "snapshots that were current within so many days stay, too"),
                withDefault(
                        RUNNING,
                        "grace",
                        "TIME",
                        "10m",
                        "whoever began to read within this time can go on; a reader that needs longer needs more"),
                withDefault(
                        RUNNING,
                        "minAge",
                        "TIME",
                        "24h",
                        "files that were never in use, and were first seen less long ago, stay"),
                CommonSettings.maxFileRows(),
                CommonSettings.maxFileBytes(),
                CommonSettings.rowGroupSize(),
                CommonSettings.warehouseDir(),
                CommonSettings.warehouseLocation("as given when it was made"),
                CommonSettings.namespace(),
                CommonSettings.stagingDir("where files are written before they are published"),
                CommonSettings.nativeDir(),
                optional(
                        SOURCE,
                        "dataset",
                        "FILE",
                        "the tables' own, if it is built in",
                        "the dataset file that the tables were exported by"),
                CommonSettings.parallelism("partitions rewritten at a time"),
                CommonSettings.memoryLimit(
                        "memory of the SQL engine; more than that goes through the staging directory")));
        settings.addAll(CommonSettings.information());
        return settings;
    }

    public static int keepSnapshots(Values values) {
        return (int) Quantities.number(values, "keepSnapshots", 1, Integer.MAX_VALUE);
    }

    public static Duration keepAge(Values values) {
        return Duration.ofDays(Quantities.number(values, "keepDays", 0, 36500));
    }

    public static Duration grace(Values values) {
        return Quantities.duration(values, "grace", LONGEST);
    }

    public static Duration minAge(Values values) {
        return Quantities.duration(values, "minAge", LONGEST);
    }

    public static long maxFileRows(Values values) {
        return Quantities.number(values, "maxFileRows", 1, Quantities.MAXIMUM);
    }

    public static long maxFileBytes(Values values) {
        return Quantities.bytes(values, "maxFileBytes", 1);
    }

    public static long rowGroupRows(Values values) {
        return Quantities.number(values, "rowGroupSize", 1, Integer.MAX_VALUE);
    }

    public static int parallelism(Values values) {
        return Quantities.parallelism(values);
    }

    /** The dataset file, absolute; or the name of a built-in dataset. */
    public static Optional<String> dataset(Values values) {
        return values.value("dataset")
                .map(value -> value.text().endsWith(".yml") || value.text().endsWith(".yaml")
                        ? Paths.absolute(values, "dataset").toString()
                        : value.text());
    }
}
