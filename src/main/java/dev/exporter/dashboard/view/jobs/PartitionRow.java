package dev.exporter.dashboard.view.jobs;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.dashboard.text.Spans;
import dev.exporter.dashboard.view.Ranges;
import dev.exporter.dashboard.view.StateView;
import dev.exporter.operations.jobs.PartitionSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A partition at a glance. Figures are empty and {@code started} is null where it was not begun. */
public record PartitionRow(
        String name,
        String range,
        String href,
        StateView state,
        boolean straggler,
        String rows,
        String files,
        String bytes,
        String took,
        @Nullable Moment started,
        String worker,
        String attempts) {
    static PartitionRow of(PartitionSummary partition, long executionId, Instant now) {
        boolean isBegun = partition.started().isPresent();
        return new PartitionRow(
                partition.name(),
                Ranges.text(partition.partition()),
                "/jobs/" + executionId + "/partitions/" + partition.name(),
                StateView.of(partition.state()),
                partition.straggler(),
                isBegun ? Amounts.count(partition.rows()) : "",
                isBegun ? Amounts.count(partition.files()) : "",
                isBegun ? Amounts.bytes(partition.bytes()) : "",
                isBegun ? Spans.text(partition.elapsed()) : "",
                partition.started().map(at -> Moment.of(at, now)).orElse(null),
                isBegun ? Integer.toString(partition.worker()) : "",
                isBegun ? Integer.toString(partition.attempts()) : "");
    }
}
