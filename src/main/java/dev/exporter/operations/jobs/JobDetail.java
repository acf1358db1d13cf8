package dev.exporter.operations.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All of a run but its partitions.
 *
 * @param attempts its executions, oldest first
 * @param stages in the order of the job, those to come included
 * @param parameters of the job, by name
 * @param plan empty for runs of earlier versions, and where it died before its plan
 * @param failure of the last execution, with its causes
 * @param offers every action that concerns a run
 */
public record JobDetail(
        JobSummary summary,
        List<Attempt> attempts,
        List<Stage> stages,
        Map<String, String> parameters,
        Optional<Plan> plan,
        Optional<Failure> failure,
        List<Offer> offers) {
    public JobDetail {
        attempts = List.copyOf(attempts);
        stages = List.copyOf(stages);
        offers = List.copyOf(offers);
    }

    /**
     * One job execution of the run.
     *
     * @param number from 1
     * @param completed partitions that it completed
     * @param message why it ended as it did; may be empty
     */
    public record Attempt(
            long executionId,
            int number,
            RunState state,
            Instant started,
            Optional<Instant> ended,
            int completed,
            String message) {}

    /**
     * A step of the job as a whole.
     *
     * @param name {@code plan}, {@code load}, {@code export}, {@code publish}, {@code commit}, {@code verify} or
     *     {@code sweep}
     * @param wave from 1; 0 where the step belongs to none
     * @param started of its last execution
     * @param progress from 0 to 1
     */
    public record Stage(
            String name,
            int wave,
            StepState state,
            Optional<Instant> started,
            Optional<Instant> ended,
            double progress) {}

    /**
     * What was settled before the first byte.
     *
     * @param partitionSize keys in a partition
     * @param partitions that have rows
     * @param tables in the order of their commits
     * @param scanned source tables that are scanned from end to end; others are read by index
     * @param settings options as the command line has them, by name, in its order
     */
    public record Plan(
            Instant planned,
            long partitionSize,
            int partitions,
            int waves,
            List<String> tables,
            List<String> scanned,
            Map<String, String> settings) {
        public Plan {
            tables = List.copyOf(tables);
            scanned = List.copyOf(scanned);
        }
    }
}
