package dev.exporter.operations;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.verification.VerifyReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Exports again what a verification found to differ. Thread-safe. */
public final class Repairs {
    /** Identifies such runs: an interrupted one goes on when the next one is asked for. */
    private static final String PURPOSE = "verify --repair";

    private final Exports exports;

    public Repairs(Exports exports) {
        this.exports = exports;
    }

    /** Whether a repair was interrupted, of whatever partitions. */
    public boolean isInterrupted(Dataset dataset, ExportRequest request) {
        return exports.isInterrupted(dataset, anyRepair(request));
    }

    /** Gives up the repair that was interrupted, of whatever partitions; nothing happens where there is none. */
    public void giveUp(Dataset dataset, ExportRequest request) {
        exports.giveUp(dataset, anyRepair(request));
    }

    /**
     * Goes on with the repair that was interrupted, with the partitions that it was begun for.
     *
     * @param request its range does not matter
     * @param given names of the options that the user gave explicitly
     */
    public ExportReport resume(Dataset dataset, ExportRequest request, Set<String> given, ProgressListener progress) {
        return exports.run(dataset, anyRepair(request), given, progress);
    }

    private static ExportRequest anyRepair(ExportRequest request) {
        ExportRequest.Only any = new ExportRequest.Only(PURPOSE, List.of());
        return request.withPartitions(request.partitions().only(any, ExportRequest.Rewrite.ALL))
                .withOnInterrupted(ExportRequest.OnInterrupted.RESUME);
    }

    /**
     * Exports exactly the partitions that differ, whatever is recorded of them, by the rules of every export: rows that the
     * source has pruned stay, and where other rows would be lost nothing is changed.
     *
     * @param request how to export; its range and the values of the dataset's options are taken from the report
     * @param given names of the options that the user gave explicitly
     */
    public ExportReport repair(
            Dataset dataset, VerifyReport report, ExportRequest request, Set<String> given, ProgressListener progress) {
        List<KeyRange> partitions = report.differentPartitions();
        KeyRange hull = new KeyRange(
                partitions.get(0).first(), partitions.get(partitions.size() - 1).last());
        List<KeyRange> exported =
                report.exported().stream().filter(hull::overlaps).toList();
        KeyRange range = exported.isEmpty()
                ? hull
                : hull.intersection(new KeyRange(
                        exported.get(0).first(),
                        exported.get(exported.size() - 1).last()));
        Map<String, String> options = new LinkedHashMap<>(request.options());
        report.scope().forEach((name, value) -> options.computeIfPresent(name, (key, old) -> value));
        ExportRequest.Only only = new ExportRequest.Only(PURPOSE, partitions);
        return exports.run(
                dataset,
                request.withRange(range)
                        .withScope(
                                options,
                                report.scope()
                                        .getOrDefault("source", request.place().source()))
                        .withPartitions(request.partitions().only(only, ExportRequest.Rewrite.ALL))
                        .withOnInterrupted(ExportRequest.OnInterrupted.RESUME),
                given,
                progress);
    }
}
