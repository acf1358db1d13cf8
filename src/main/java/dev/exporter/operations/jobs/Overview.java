package dev.exporter.operations.jobs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All jobs at a glance.
 *
 * @param stuck failed, interrupted and stopped runs that can still go on, newest first, at most 20 of each state
 * @param latest the newest runs whatever their state, newest first, at most 50
 * @param counts runs by state, all of them
 * @param disks where the warehouse and staging are
 * @param at when it was read
 */
public record Overview(
        List<JobSummary> running,
        List<JobSummary> stuck,
        List<JobSummary> latest,
        Map<RunState, Long> counts,
        List<Disk> disks,
        Instant at) {
    public Overview {
        running = List.copyOf(running);
        stuck = List.copyOf(stuck);
        latest = List.copyOf(latest);
        counts = Map.copyOf(counts);
        disks = List.copyOf(disks);
    }

    /** How many runs wait for a decision; {@link #stuck} holds the newest of them. */
    public long waiting() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().isStuck())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * A disk, or several names of one.
     *
     * @param name {@code warehouse} or {@code staging}
     * @param freeBytes that this process may use
     */
    public record Disk(String name, Path path, long freeBytes, long totalBytes) {
        /** The share that is used from which on it is. */
        public static final double NEARLY_FULL = 0.95;

        /** From 0 to 1. */
        public double used() {
            return totalBytes == 0 ? 0 : 1 - (double) freeBytes / totalBytes;
        }
    }
}
