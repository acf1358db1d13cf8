package dev.exporter.run.planning.access;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reading;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.forecast.Forecast;
import dev.exporter.plan.forecast.Forecast.SourceForecast;
import dev.exporter.plan.forecast.Forecast.TableForecast;
import dev.exporter.source.SourceSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Decides for each source table whether its rows are found by index or by scanning it from end to end, and in how many
 * waves the partitions are loaded so that the scanned rows fit where they are kept.
 */
public final class AccessPlan {
    private final Dataset dataset;
    private final ExportRequest request;
    private final LongSupplier freeBytes;

    /** @param freeBytes of the disk under the staging directory; asked for only where it matters */
    public AccessPlan(Dataset dataset, ExportRequest request, LongSupplier freeBytes) {
        this.dataset = dataset;
        this.request = request;
        this.freeBytes = freeBytes;
    }

    /** The waves, and what they are expected to do. */
    public record Chosen(List<RunPlan.Wave> waves, Forecast forecast) {
        public Chosen {
            waves = List.copyOf(waves);
        }
    }

    /**
     * Decides for the partitions of {@code range}.
     *
     * @param needed the parts of the range of which rows are read, ascending, neighbours as one: mostly all of it
     * @param partitions those that have rows, ascending, at least one
     * @throws ExporterException refused, where a scan that was asked for keeps more than fits, in however many waves
     */
    public Chosen choose(SourceSnapshot snapshot, KeyRange range, List<KeyRange> needed, List<KeyRange> partitions) {
        SourceSizes sizes = new SourceSizes(dataset, request.options(), snapshot, needed);
        // A scan loads all rows of a range, also those of partitions that were not asked for.
        List<SourceForecast> sources =
                needed.size() > 1 ? byIndex(sizes.all(), "only some partitions") : fitting(marked(sizes.all()));
        int most = most(sources, partitions.size());
        int waves = waves(partitions.size(), most);
        if (waves > 1 && request.limits().reading().by() == Reading.By.AUTO) {
            List<SourceForecast> byIndex = byIndex(sources, waves + " scans would cost more");
            if (Costs.reading(byIndex, 1) < Costs.reading(sources, waves)) {
                sources = byIndex;
                most = most(sources, partitions.size());
                waves = waves(partitions.size(), most);
            }
        }
        List<TableForecast> tables = new OutputSizes(dataset, request, sources, partitions.size()).tables();
        Forecast forecast = new Forecast(
                sources,
                tables,
                waves,
                Costs.time(
                        Costs.reading(sources, waves),
                        tables.stream().mapToLong(TableForecast::rows).sum(),
                        request.limits().parallelism()),
                spill(sources, waves));
        List<String> scanned = sources.stream()
                .filter(SourceForecast::scanned)
                .map(SourceForecast::source)
                .toList();
        return new Chosen(WaveCut.cut(range, partitions, most, scanned), forecast);
    }

    private List<SourceForecast> marked(List<SourceForecast> sources) {
        return switch (request.limits().reading().by()) {
            case INDEX -> byIndex(sources, "as asked");
            case SCAN ->
                sources.stream().map(source -> as(source, true, "as asked")).toList();
            case AUTO -> cheaper(sources);
        };
    }

    /** Tables that each wave loads whole take as much in many waves as in one. */
    private List<SourceForecast> fitting(List<SourceForecast> sources) {
        LoadedBytes loaded = LoadedBytes.of(dataset, sources);
        boolean isAsked = request.limits().reading().by() == Reading.By.SCAN;
        if (!WaveCut.canBeKept(loaded, memoryBytes(), this::spoolBytes)) {
            if (isAsked) {
                throw tooLarge(loaded);
            }
            return byIndex(sources, "a scan would pass --spoolLimit");
        }
        if (!isAsked && !WaveCut.canBeJoined(loaded, memoryBytes())) {
            return byIndex(sources, "a scan needs more --memoryLimit");
        }
        return sources;
    }

    private ExporterException tooLarge(LoadedBytes loaded) {
        return ExporterException.refused(
                "scan-too-large",
                String.format(
                        Locale.ROOT,
                        "a scan keeps whole tables of about %,d bytes, more than the %,d of --memoryLimit and the %,d of %s",
                        loaded.whole(),
                        memoryBytes(),
                        spoolBytes(),
                        request.limits().reading().spoolBytes().isPresent()
                                ? "--spoolLimit"
                                : "half the free disk space in the staging directory"),
                "--readBy scan, --spoolLimit",
                "Read with --readBy index, or give --spoolLimit what the tables take");
    }

    /** Dictionaries alone are not worth a scan: it would have all partitions loaded at once. */
    private List<SourceForecast> cheaper(List<SourceForecast> sources) {
        boolean anyScan = sources.stream().anyMatch(source -> !isDictionary(source) && scanIsCheaper(source));
        if (!anyScan) {
            return byIndex(sources, "cheaper than a scan");
        }
        return sources.stream()
                .map(source -> scanIsCheaper(source)
                        ? as(source, true, "cheaper than by index")
                        : as(source, false, "cheaper than a scan"))
                .toList();
    }

    private boolean isDictionary(SourceForecast source) {
        return dataset.source(source.source()).read() instanceof SourceTable.ByKey;
    }

    private static boolean scanIsCheaper(SourceForecast source) {
        return Costs.scan(source) < Costs.index(source);
    }

    private static List<SourceForecast> byIndex(List<SourceForecast> sources, String reason) {
        return sources.stream().map(source -> as(source, false, reason)).toList();
    }

    private static SourceForecast as(SourceForecast source, boolean scanned, String reason) {
        return new SourceForecast(
                source.source(), source.table(), source.rows(), source.allRows(), source.bytes(), scanned, reason);
    }

    /** How many partitions a wave may have: as many as can be loaded at a time, and as are to be committed at a time. */
    private int most(List<SourceForecast> sources, int partitions) {
        int loads = WaveCut.count(LoadedBytes.of(dataset, sources), memoryBytes(), this::spoolBytes, partitions);
        long together = request.partitions().commitEvery().orElse(partitions);
        return Math.toIntExact(Math.min(waves(partitions, loads), together));
    }

    /** How many parts of a size there are. */
    private static int waves(int partitions, int size) {
        return (partitions - 1) / size + 1;
    }

    /** What does not fit in the engine's memory when a wave is loaded, in bytes. */
    private long spill(List<SourceForecast> sources, int waves) {
        return Math.max(0, LoadedBytes.of(dataset, sources).wave(waves) - memoryBytes());
    }

    private long memoryBytes() {
        return request.limits().memoryBytes();
    }

    private long spoolBytes() {
        return request.limits().reading().spoolBytes().orElseGet(() -> freeBytes.getAsLong() / 2);
    }
}
