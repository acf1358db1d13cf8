package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.RANGE;
import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.cli.options.Origin;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.Quantities;
import dev.exporter.cli.options.reading.RequestReader;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.SyncRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The options of {@code sync}: those of an export that it does not decide itself, and its own. */
public final class SyncSettings {
    private static final Duration LONGEST = Duration.ofDays(366);

    private SyncSettings() {}

    /** In the order of the help. */
    public static List<Setting> of(Dataset dataset) {
        Dataset.RangeKey range = dataset.range();
        List<Setting> settings = new ArrayList<>();
        settings.add(optional(
                RANGE,
                range.startOption(),
                range.column().toUpperCase(Locale.ROOT),
                "the first that the tables have",
                "first " + range.unit() + " that the tables are to have; required as long as there are no tables"));
        settings.add(withDefault(
                RANGE, "lag", "N", "0", "so many of the newest complete " + range.unit() + "s are left for later"));
        settings.add(optional(
                RUNNING, "every", "TIME", "once only", "keep going: begin a cycle so long after the one before began"));
        settings.add(withDefault(
                RUNNING,
                "recheckEvery",
                "TIME",
                "7d",
                "read each partition at least so often, whether or not it seems to have changed"));
        settings.add(withDefault(
                RUNNING, "overlap", "TIME", "7d", "a row may appear in the source so long after it says that it came"));
        ExportSettings.of(dataset).stream()
                .filter(setting -> !List.of(range.startOption(), range.endOption(), "resume")
                        .contains(setting.name()))
                .forEach(settings::add);
        return OptionNames.distinct(dataset, settings);
    }

    /**
     * The request that its cycles follow; they decide the range themselves.
     *
     * @throws ExporterException refused, naming the first value that is not right
     */
    public static ExportRequest request(Dataset dataset, String datasetName, Values values) {
        Map<String, Value> range = new LinkedHashMap<>();
        range.put(
                dataset.range().startOption(),
                values.value(dataset.range().startOption()).orElse(new Value("0", new Origin.Default())));
        range.put(dataset.range().endOption(), new Value("latest", new Origin.Default()));
        return RequestReader.read(dataset, datasetName, values.with(range));
    }

    /** @throws ExporterException refused, naming the first value that is not right */
    public static SyncRules rules(Dataset dataset, Values values) {
        String start = dataset.range().startOption();
        return new SyncRules(
                values.value(start).isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Quantities.number(values, start, 0, Quantities.MAXIMUM)),
                Quantities.number(values, "lag", 0, Quantities.MAXIMUM),
                Quantities.duration(values, "recheckEvery", LONGEST),
                Quantities.duration(values, "overlap", LONGEST));
    }

    /**
     * The time between the beginnings of two cycles; empty for one cycle.
     *
     * @throws ExporterException refused, if there is none
     */
    public static Optional<Duration> every(Values values) {
        if (values.value("every").isEmpty()) {
            return Optional.empty();
        }
        Duration every = Quantities.duration(values, "every", LONGEST);
        if (every.isZero()) {
            throw ExporterException.refused(
                    "option-invalid", "--every is zero", values.where("every"), "Give a time such as 10m");
        }
        return Optional.of(every);
    }
}
