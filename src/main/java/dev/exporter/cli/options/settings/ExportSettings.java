package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.LIMITS;
import static dev.exporter.cli.options.Group.OUTPUT;
import static dev.exporter.cli.options.Group.RANGE;
import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Group.SOURCE;
import static dev.exporter.cli.options.Setting.flag;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.cli.options.CommonSettings;
import dev.exporter.cli.options.ExcludeL1;
import dev.exporter.cli.options.Origin;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.Compressions;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The options of an export: those of every export, and those that its dataset brings. */
public final class ExportSettings {
    private ExportSettings() {}

    /** What has to be known before the dataset's options are: which dataset, and how to answer. */
    public static List<Setting> first() {
        return List.of(
                withDefault(SOURCE, "dataset", "NAME|FILE", "ario", "a built-in dataset, or a dataset file (.yml)"),
                optional(SOURCE, "jobsDir", "DIR", "", "where NAME.yml of --dataset NAME is, instead of built-in ones"),
                CommonSettings.json(),
                CommonSettings.logFormat(),
                CommonSettings.help(),
                CommonSettings.version());
    }

    /** Whether progress and log are to be written as JSON. */
    public static boolean isJsonLog(Values values) {
        String format = values.text("logFormat");
        if (!format.equals("text") && !format.equals("json")) {
            throw ExporterException.refused(
                    "option-invalid",
                    "--logFormat cannot be '" + format + "'",
                    values.where("logFormat"),
                    "Known are text, json");
        }
        return format.equals("json");
    }

    /** The options of an export of {@code dataset}, in the order of the help. */
    public static List<Setting> of(Dataset dataset) {
        List<Setting> settings = new ArrayList<>(range(dataset));
        settings.addAll(source(dataset));
        settings.addAll(output());
        settings.addAll(places());
        settings.addAll(running());
        settings.addAll(NotifySettings.all());
        settings.addAll(first());
        return OptionNames.distinct(dataset, settings);
    }

    private static List<Setting> range(Dataset dataset) {
        Dataset.RangeKey range = dataset.range();
        String label = range.column().toUpperCase(Locale.ROOT);
        return List.of(
                optional(RANGE, range.startOption(), label, "", "first " + range.unit() + " to export; required"),
                optional(
                        RANGE,
                        range.endOption(),
                        label + "|latest",
                        "",
                        "last " + range.unit() + " to export, included; 'latest' is the newest complete one; required"),
                optional(
                        RANGE,
                        range.partitionSizeOption(),
                        "N",
                        "the tables' own, " + ExportRequest.DEFAULT_PARTITION_SIZE + " for new ones",
                        range.unit() + "s in a partition; fixed when a table is made"));
    }

    private static List<Setting> source(Dataset dataset) {
        List<Setting> settings = new ArrayList<>(CommonSettings.databases(dataset));
        Origin origin = new Origin.DatasetFile(dataset.name());
        for (Dataset.Option option : dataset.options()) {
            settings.add(new Setting(
                    option.name(),
                    SOURCE,
                    option.isFlag() ? "" : String.join("|", option.values()),
                    option.description(),
                    Optional.of(option.value()),
                    origin,
                    option.value().equals("false") ? "" : option.value()));
        }
        settings.add(withDefault(
                SOURCE, "source", "NAME", "gateway", "what the source is called; tables keep to one source"));
        ExcludeL1.of(dataset).ifPresent(settings::add);
        return settings;
    }

    private static List<Setting> output() {
        return List.of(
                CommonSettings.maxFileRows(),
                CommonSettings.maxFileBytes(),
                withDefault(
                        OUTPUT, "compression", "CODEC", "zstd", Compressions.known() + "; zstd:5 gives a level too"),
                optional(OUTPUT, "compressionLevel", "1-22", "the codec's own", "level for zstd: higher is smaller"),
                CommonSettings.rowGroupSize(),
                withDefault(
                        OUTPUT,
                        "replace",
                        "keep|exact",
                        "keep",
                        "rows of the tables that the source no longer holds: keep those that it prunes and stop at others,"
                                + " or drop them all"));
    }

    private static List<Setting> places() {
        return List.of(
                CommonSettings.warehouseDir(),
                CommonSettings.warehouseLocation("what table metadata records as the warehouse's location"),
                CommonSettings.namespace(),
                CommonSettings.stagingDir("files under way, checkpoints, the job repository"),
                CommonSettings.jobRepository(
                        "where runs are remembered: a file in the staging directory, or a jdbc: URL without a password"),
                CommonSettings.passwordFile(
                        "holds the job repository's password, as can EXPORTER_JOB_REPOSITORY_PASSWORD"),
                CommonSettings.nativeDir("native libraries, unpacked once (75 MB)"));
    }

    private static List<Setting> running() {
        return List.of(
                CommonSettings.parallelism("partitions exported at a time"),
                CommonSettings.memoryLimit(
                        "memory of the SQL engine; more than that goes through the staging directory"),
                CommonSettings.busyTimeout(),
                withDefault(
                        LIMITS,
                        "maxReadSeconds",
                        "N",
                        "60",
                        "reading goes on under a new read transaction after so long; 0 keeps one throughout"),
                withDefault(
                        LIMITS,
                        "readBy",
                        "auto|index|scan",
                        "auto",
                        "find rows by index, best for a narrow range, or scan whole tables, best for a wide one"),
                withDefault(
                        LIMITS,
                        "reader",
                        "auto|pages|jdbc",
                        "auto",
                        "scan tables by decoding SQLite's pages, or row by row through its driver"),
                optional(
                        LIMITS,
                        "spoolLimit",
                        "SIZE",
                        "half of the free disk",
                        "disk space in the staging directory that scanned rows may take at a time"),
                optional(
                        RUNNING,
                        "commitEvery",
                        "N",
                        "the whole range at once",
                        "publish and commit after so many partitions, so that readers see how far a long export is"),
                flag(
                        RUNNING,
                        "resume",
                        "continue the range's interrupted run; without one, start it: safe in a cron job"),
                flag(RUNNING, "fresh", "give up the range's interrupted run and begin anew"),
                flag(
                        RUNNING,
                        "verify",
                        "hold the tables against the source after the commit, row by row; exit code 3 where they differ"),
                flag(RUNNING, "verifyCount", "the same by numbers of rows only, which takes seconds"),
                flag(
                        RUNNING,
                        "changeScope",
                        "let flags be on for tables that were made without them; what they hold already stays as it is"));
    }
}
