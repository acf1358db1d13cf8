package dev.exporter.cli.progress;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Adds up what a run tells of itself. Thread-safe. */
final class Tally implements ProgressListener {
    /** Before this, the start-up would make every estimate far too long. */
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    /** With less of the work done there is nothing to estimate by. */
    private static final double LEAST = 0.01;

    private final LongSupplier nanos;
    private final long started;
    /** When the work had been planned; once anything of it was begun, when that was. */
    private long workStarted;

    private boolean begun;
    private final Map<KeyRange, Part> running = new TreeMap<>();
    private Optional<Work> work = Optional.empty();
    private long rows;
    private long bytes;

    /** @param nanos a clock like {@link System#nanoTime()} */
    Tally(LongSupplier nanos) {
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.workStarted = started;
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

    @Override
    public synchronized void planned(RunPlan plan, boolean resumed, int partitionsDone, int filesKept) {
        work = Optional.of(new Work(plan, partitionsDone));
        workStarted = nanos.getAsLong();
    }

    @Override
    public synchronized void loading(long loaded, long expected) {
        work.ifPresent(known -> known.loaded(expected == 0 ? 1 : Math.min(1.0, (double) loaded / expected)));
    }

    @Override
    public synchronized void stage(String name) {
        begin();
        work.ifPresent(known -> known.stage(name));
    }

    @Override
    public synchronized void reading(KeyRange partition, long sourceRows) {
        begin();
        running.put(partition, new Part(partition, sourceRows, -1, 0));
        work.ifPresent(Work::partitionReads);
    }

    private void begin() {
        workStarted = begun ? workStarted : nanos.getAsLong();
        begun = true;
    }

    @Override
    public synchronized void sorted(KeyRange partition, long rowsToWrite) {
        Part part = running.getOrDefault(partition, new Part(partition, 0, -1, 0));
        running.put(partition, new Part(partition, part.sourceRows(), rowsToWrite, part.rowsWritten()));
    }

    @Override
    public synchronized void fileWritten(KeyRange partition, String table, long fileRows, long fileBytes) {
        rows += fileRows;
        bytes += fileBytes;
        running.computeIfPresent(
                partition,
                (bounds, part) -> new Part(bounds, part.sourceRows(), part.rows(), part.rowsWritten() + fileRows));
    }

    @Override
    public synchronized void partitionDone(KeyRange partition) {
        running.remove(partition);
        work.ifPresent(Work::partitionDone);
    }

    @Override
    public void warning(String message) {}

    @Override
    public void information(String message) {}

    synchronized Standing standing() {
        long now = nanos.getAsLong();
        double inParts = running.values().stream().mapToDouble(Part::fraction).sum();
        double fraction = work.map(known -> known.fraction(inParts)).orElse(0.0);
        double here = fraction - work.map(Work::before).orElse(0.0);
        Duration working = Duration.ofNanos(now - workStarted);
        Duration remaining = here < LEAST || working.compareTo(WARM_UP) < 0
                ? Duration.ofSeconds(-1)
                : Duration.ofNanos((long) (working.toNanos() / here * (1 - fraction)));
        return new Standing(
                work.map(Work::partitions).orElse(0),
                work.map(Work::partitionsDone).orElse(0),
                rows,
                bytes,
                new ArrayList<>(running.values()),
                fraction,
                Duration.ofNanos(now - started),
                remaining);
    }
}
