package dev.exporter.plan.tables;

import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table at a glance.
 *
 * @param dataset that it belongs to
 * @param rangeColumn the column that partitions it
 * @param partitionSize keys in a partition
 * @param partitions that have rows
 * @param newestKey the highest key that was exported
 * @param gaps the ranges below it, from 0 on, that were not
 * @param snapshots that are retained
 * @param committed when its current snapshot was; empty where it has none
 * @param run that committed it last
 */
public record TableSummary(
        String name,
        Path path,
        String dataset,
        int datasetVersion,
        String rangeColumn,
        long partitionSize,
        long rows,
        int files,
        long bytes,
        int partitions,
        OptionalLong newestKey,
        List<KeyRange> gaps,
        int snapshots,
        Optional<Instant> committed,
        Optional<String> run) {
    public TableSummary {
        gaps = List.copyOf(gaps);
    }
}
