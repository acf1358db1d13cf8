package dev.exporter.run;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;

/** Passes on what a run tells of itself, and knows how far a wave is loaded, which no step's row says. Thread-safe. */
final class LoadMeter implements ProgressListener {
    private final ProgressListener next;
    private volatile long loaded;
    private volatile long expected;

    LoadMeter(ProgressListener next) {
        this.next = next;
    }

    /** From 0 to 99: what is loaded of the wave that is being loaded, in percent. */
    int percent() {
        long of = expected;
        return of <= 0 ? 0 : (int) Math.max(0, Math.min(99, 100 * loaded / of));
    }

    @Override
    public void loading(long bytes, long ofBytes) {
        expected = ofBytes;
        loaded = bytes;
        next.loading(bytes, ofBytes);
    }

    @Override
    public void planned(RunPlan plan, boolean resumed, int partitionsDone, int filesKept) {
        next.planned(plan, resumed, partitionsDone, filesKept);
    }

    @Override
    public void reading(KeyRange partition, long sourceRows) {
        next.reading(partition, sourceRows);
    }

    @Override
    public void sorted(KeyRange partition, long rows) {
        next.sorted(partition, rows);
    }

    @Override
    public void fileWritten(KeyRange partition, String table, long rows, long bytes) {
        next.fileWritten(partition, table, rows, bytes);
    }

    @Override
    public void partitionDone(KeyRange partition) {
        next.partitionDone(partition);
    }

    @Override
    public void stage(String name) {
        next.stage(name);
    }

    @Override
    public void warning(String message) {
        next.warning(message);
    }

    @Override
    public void information(String message) {
        next.information(message);
    }
}
