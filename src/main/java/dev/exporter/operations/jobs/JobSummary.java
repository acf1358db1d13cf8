package dev.exporter.operations.jobs;

import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run at a glance. Amounts are those of the whole run, over all of its executions; each partition counts once.
 *
 * @param executionId of the run's last job execution
 * @param run its id
 * @param warehouse with its namespace
 * @param requestedRange as asked for: {@code latest} stays {@code latest}; {@code sync} of a cycle
 * @param range with its end frozen
 * @param aligned the whole partitions around {@code range}
 * @param stage the step that is under way, or was the last: {@code plan}, {@code load}, {@code export}, {@code publish},
 *     {@code commit}, {@code verify} or {@code sweep}; empty before the first
 * @param started when the first execution was
 * @param ended when the last execution was; empty while it is under way, and where its process died
 * @param elapsed the time of all executions together, without the pauses between them
 * @param attempts executions so far
 * @param progress from 0 to 1
 * @param rowsPerSecond of the last minutes where it is under way, else of all its time; empty before the first row
 * @param remaining an estimate; empty where it is not under way or too early
 * @param lastSign when one of its steps last began, ended or saved what it had done, or when the job ended; else when its
 *     last execution began
 * @param failure without causes; only where its state is {@code FAILED}, or {@code ABANDONED} after a
 *     failure
 */
public record JobSummary(
        long executionId,
        String run,
        String dataset,
        Path warehouse,
        String requestedRange,
        KeyRange range,
        KeyRange aligned,
        RunState state,
        String stage,
        Instant started,
        Optional<Instant> ended,
        Duration elapsed,
        int attempts,
        Partitions partitions,
        long rows,
        long files,
        long bytes,
        double progress,
        OptionalDouble rowsPerSecond,
        Optional<Duration> remaining,
        Instant lastSign,
        Optional<Failure> failure) {
    /**
     * Partitions by state.
     *
     * @param total of the plan; the states may add up to less, since those of later waves are not in the repository yet,
     *     which {@code pending} counts
     */
    public record Partitions(
            int total, int pending, int running, int interrupted, int stopped, int failed, int completed) {}
}
