package dev.exporter.cli.progress;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Adds up what a run tells of itself. Thread-safe. */
final class Tally {
    /** Before this, the start-up would make every estimate far too long. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** The part of the work that loading is, where rows are loaded for all partitions at once (measured). */
    private static final double LOADING = 0.5;

    private final LongSupplier nanos;
    private final long started;
    private final Map<KeyRange, Part> running = new TreeMap<>();
    private int partitions;
    private int partitionsBefore;
    private int partitionsDone;
    private long rows;
    private long bytes;
    /** How much of the rows of all partitions is loaded, from 0 to 1; negative where each partition reads its own. */
    private double loaded = -1;

    /** @param nanos a clock like {@link System#nanoTime()} */
    Tally(LongSupplier nanos) {
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    /** A partition under way. */
    record Part(KeyRange bounds, long sourceRows, long rows, long rowsWritten) {
        /** How much of it is done, reading counted as half of the work. */
        private double fraction() {
            return rows < 0 ? 0 : rows == 0 ? 0.5 : 0.5 + 0.5 * Math.min(1.0, (double) rowsWritten / rows);
        }
    }

    /**
     * How things stand.
     *
     * @param running in ascending order
     * @param fraction of the work that is done, from 0 to 1
     * @param remaining an estimate; negative where there is nothing yet to estimate it by
     */
    record Standing(
            int partitions,
            int partitionsDone,
            long rows,
            long bytes,
            List<Part> running,
            double fraction,
            Duration elapsed,
            Duration remaining) {}

    synchronized void planned(RunPlan plan, int done) {
        partitions =
                plan.waves().stream().mapToInt(wave -> wave.partitions().size()).sum();
        partitionsBefore = done;
        partitionsDone = done;
    }

    /** The rows that were loaded for all partitions. */
    synchronized void loading(long loadedRows, long expected) {
        loaded = expected == 0 ? 1 : Math.min(1.0, (double) loadedRows / expected);
    }

    synchronized void reading(KeyRange partition, long sourceRows) {
        running.put(partition, new Part(partition, sourceRows, -1, 0));
    }

    synchronized void sorted(KeyRange partition, long rowsToWrite) {
        Part part = running.getOrDefault(partition, new Part(partition, 0, -1, 0));
        running.put(partition, new Part(partition, part.sourceRows(), rowsToWrite, part.rowsWritten()));
    }

    synchronized void fileWritten(KeyRange partition, long fileRows, long fileBytes) {
        rows += fileRows;
        bytes += fileBytes;
        running.computeIfPresent(
                partition,
                (bounds, part) -> new Part(bounds, part.sourceRows(), part.rows(), part.rowsWritten() + fileRows));
    }

    synchronized void partitionDone(KeyRange partition) {
        running.remove(partition);
        partitionsDone++;
    }

    synchronized Standing standing() {
        Duration elapsed = Duration.ofNanos(nanos.getAsLong() - started);
        double inParts = partitionsDone;
        for (Part part : running.values()) {
            inParts += part.fraction();
        }
        double fraction = partitions == 0 ? 0 : Math.min(1, inParts / partitions);
        double before = partitions == 0 ? 0 : (double) partitionsBefore / partitions;
        if (loaded >= 0) {
            fraction = LOADING * loaded + (1 - LOADING) * fraction;
            before *= 1 - LOADING;
        }
        double here = fraction - before;
        Duration remaining = here <= 0 || elapsed.compareTo(WARM_UP) < 0
                ? Duration.ofSeconds(-1)
                : Duration.ofNanos((long) (elapsed.toNanos() / here * (1 - fraction)));
        return new Standing(
                partitions,
                partitionsDone,
                rows,
                bytes,
                new ArrayList<>(running.values()),
                fraction,
                elapsed,
                remaining);
    }
}
