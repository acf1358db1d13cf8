package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.PLACES;
import static dev.exporter.cli.options.Group.RANGE;
import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Setting.flag;
import static dev.exporter.cli.options.Setting.optional;

import dev.exporter.cli.options.CommonSettings;
import dev.exporter.cli.options.Origin;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.DatasetChoice;
import dev.exporter.cli.options.reading.Paths;
import dev.exporter.cli.options.reading.Quantities;
import dev.exporter.cli.options.reading.RequestReader;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.verification.Depth;
import dev.exporter.plan.verification.VerifyRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The options of a verification, and the request that their values are. */
public final class VerifySettings {
    private VerifySettings() {}

    /** The options for a dataset, in the order of the help. */
    public static List<Setting> of(Dataset dataset) {
        Dataset.RangeKey range = dataset.range();
        String label = range.column().toUpperCase(Locale.ROOT);
        List<Setting> settings = new ArrayList<>();
        settings.add(
                flag(RUNNING, "offline", "do not read the source: only files, footers, manifests and recorded hashes"));
        settings.add(flag(RUNNING, "counts", "compare numbers of rows only, which takes seconds"));
        settings.add(flag(RUNNING, "repair", "export again exactly the partitions that differ, and verify again"));
        settings.add(optional(
                RANGE,
                range.startOption(),
                label,
                "the first that was exported, or that there is a file for",
                "first " + range.unit() + " to verify"));
        settings.add(optional(
                RANGE,
                range.endOption(),
                label,
                "the last that was exported, or that there is a file for",
                "last " + range.unit() + " to verify; partitions at both ends are verified whole"));
        settings.addAll(CommonSettings.databases(dataset));
        settings.add(CommonSettings.warehouseDir());
        settings.add(CommonSettings.warehouseLocation("as given when they were made"));
        settings.add(CommonSettings.namespace());
        settings.add(CommonSettings.nativeDir());
        settings.add(CommonSettings.parallelism("partitions read at a time"));
        settings.add(CommonSettings.memoryLimit("memory of the SQL engine"));
        settings.add(CommonSettings.busyTimeout());
        settings.addAll(ExportSettings.first());
        return settings;
    }

    /** These, and the other options of an export, which a repair takes. */
    public static List<Setting> withExport(Dataset dataset) {
        List<Setting> settings = new ArrayList<>(of(dataset));
        Set<String> names = settings.stream().map(Setting::name).collect(Collectors.toSet());
        dataset.options().forEach(option -> names.remove(option.name()));
        ExportSettings.of(dataset).stream()
                .filter(setting -> !names.contains(setting.name()))
                .forEach(settings::add);
        return OptionNames.distinct(dataset, settings);
    }

    /**
     * Requires that no option is given which only a repair has a use for. Those of files and of the environment may be
     * meant for other commands, and those of places are given to all alike.
     *
     * @throws ExporterException refused, naming the first one
     */
    public static void requireUse(Dataset dataset, Values values) {
        if (values.isSet("repair")) {
            return;
        }
        Set<String> used = of(dataset).stream().map(Setting::name).collect(Collectors.toSet());
        values.settings().stream()
                .filter(setting -> !used.contains(setting.name()) && setting.group() != PLACES)
                .map(Setting::name)
                .filter(name -> values.value(name)
                        .filter(value -> value.origin() instanceof Origin.CommandLine)
                        .isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw ExporterException.refused(
                            "option-conflict",
                            "--" + name + " is an option of exports, and only --repair exports",
                            "--" + name,
                            "Leave it out, or give --repair");
                });
    }

    /** How a repair exports. Its range is not known yet. */
    public static ExportRequest export(DatasetChoice choice, Values values) {
        Dataset.RangeKey range = choice.dataset().range();
        Value any = new Value("0", new Origin.Default());
        return RequestReader.read(
                choice.dataset(), choice.name(), values.with(Map.of(range.startOption(), any, range.endOption(), any)));
    }

    /**
     * The request that {@code values} are.
     *
     * @throws ExporterException refused, naming the first value that is not right
     */
    public static VerifyRequest request(Dataset dataset, Values values) {
        OptionalLong start = key(values, dataset.range().startOption());
        OptionalLong end = key(values, dataset.range().endOption());
        if (start.isPresent() && end.isPresent() && end.getAsLong() < start.getAsLong()) {
            throw ExporterException.refused(
                    "range-reversed",
                    "the range ends before it starts: " + start.getAsLong() + " to " + end.getAsLong(),
                    values.where(dataset.range().endOption()),
                    "Both ends are included, so the end is at least the start");
        }
        Map<String, Path> databases = new LinkedHashMap<>();
        for (Dataset.Database database : dataset.databases()) {
            databases.put(database.name(), Paths.absolute(values, database.option()));
        }
        return new VerifyRequest(
                start,
                end,
                Optional.empty(),
                depth(values),
                databases,
                new VerifyRequest.Place(
                        TableSettings.warehouse(values),
                        TableSettings.location(values),
                        TableSettings.namespace(values)),
                new VerifyRequest.Limits(
                        Quantities.parallelism(values),
                        TableSettings.memoryBytes(values),
                        Quantities.duration(values, "busyTimeout")));
    }

    private static OptionalLong key(Values values, String option) {
        return values.value(option).isPresent()
                ? OptionalLong.of(Quantities.number(values, option, 0, Quantities.MAXIMUM))
                : OptionalLong.empty();
    }

    private static Depth depth(Values values) {
        if (values.isSet("repair") && (values.isSet("offline") || values.isSet("counts"))) {
            throw ExporterException.refused(
                    "option-conflict",
                    "--repair needs to know what the source holds, row by row",
                    values.where("repair"),
                    "Leave --offline and --counts out");
        }
        if (values.isSet("offline") && values.isSet("counts")) {
            throw ExporterException.refused(
                    "option-conflict",
                    "--offline and --counts contradict each other",
                    values.where("counts"),
                    "--counts asks the source, --offline does not");
        }
        if (values.isSet("offline")) {
            return Depth.OFFLINE;
        }
        return values.isSet("counts") ? Depth.COUNTS : Depth.FULL;
    }
}
