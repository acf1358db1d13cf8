package dev.exporter.operations.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All of a partition of a run.
 *
 * @param attempts its step executions, oldest first
 * @param timings where its time has gone, in the order of the work; empty before it was read, and of runs of earlier
 *     versions
 * @param tables what was read and written for each table, in the order of writing; empty before it was read
 * @param failure of its last execution
 * @param offers actions that concern it
 */
public record PartitionDetail(
        JobSummary job,
        PartitionSummary summary,
        List<Attempt> attempts,
        List<Timing> timings,
        List<Table> tables,
        Optional<Failure> failure,
        List<Offer> offers) {
    public PartitionDetail {
        attempts = List.copyOf(attempts);
        timings = List.copyOf(timings);
        tables = List.copyOf(tables);
        offers = List.copyOf(offers);
    }

    /**
     * One step execution.
     *
     * @param executionId of the job
     * @param message why it ended as it did; may be empty
     */
    public record Attempt(
            long executionId,
            long stepExecutionId,
            StepState state,
            Optional<Instant> started,
            Optional<Instant> ended,
            long rows,
            int files,
            long bytes,
            String message) {}

    /**
     * How long a part of the work took.
     *
     * @param stage {@code read}, {@code sort}, which includes joining and hashing, or {@code write-} and a table's name
     */
    public record Timing(String stage, Duration time) {}

    /**
     * A table's part.
     *
     * @param rows that are to be written; those written are in {@code files}
     * @param contentHash of all rows of the partition
     * @param kept whether the warehouse has exactly these rows already, so that nothing is written
     * @param lastKey the sort key of the last row that is written: where it goes on from; may be empty
     */
    public record Table(String name, long rows, String contentHash, boolean kept, String lastKey, List<File> files) {
        public Table {
            files = List.copyOf(files);
        }
    }

    /** A data file that is complete. */
    public record File(String name, long rows, long bytes, String sha256) {}
}
