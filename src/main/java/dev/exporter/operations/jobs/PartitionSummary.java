package dev.exporter.operations.jobs;

import dev.exporter.plan.KeyRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A partition of a run at a glance.
 *
 * @param partition its keys; its text form is its name
 * @param wave from 1
 * @param attempts executions of the run in which it was begun
 * @param rows written so far, of all tables
 * @param started of its last execution; empty where it is pending
 * @param ended of its last execution
 * @param elapsed of its last execution, up to now where it is running; zero where it is pending
 * @param worker which of the run's workers had it, from 1; 0 where it is pending. Reckoned from the times: those that
 *     were under way together have different ones
 * @param straggler whether it is running and takes more than three times as long as the median of those completed, or is
 *     completed and took so long
 */
public record PartitionSummary(
        KeyRange partition,
        int wave,
        StepState state,
        int attempts,
        long rows,
        int files,
        long bytes,
        Optional<Instant> started,
        Optional<Instant> ended,
        Duration elapsed,
        int worker,
        boolean straggler) {
    /** For example {@code 1000-1999}. */
    public String name() {
        return partition.toString();
    }

    /**
     * Some partitions.
     *
     * @param next the cursor of the next page; empty after the last
     * @param total that pass the filter
     */
    public record Page(List<PartitionSummary> partitions, Optional<String> next, int total) {
        public Page {
            partitions = List.copyOf(partitions);
        }
    }
}
