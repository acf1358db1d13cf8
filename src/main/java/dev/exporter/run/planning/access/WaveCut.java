package dev.exporter.run.planning.access;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Cuts a run's partitions into waves with as many of them each, but for the last. */
final class WaveCut {
    /** With more than so many times its memory loaded, the engine gives joins up instead of spilling them (measured). */
    private static final long LOADED_PER_MEMORY_BYTE = 16;
    /** What the engine takes of its memory whatever is loaded. */
    private static final long ENGINE_BYTES = 120_000_000;

    private WaveCut() {}

    /**
     * How many waves it takes for the rows of each to fit where they are kept, and for the engine to join them.
     *
     * @param loadedBytes of all waves
     * @param memoryBytes of the engine
     * @param spoolBytes what may be spilled at a time; asked for only where something is
     * @param partitions a wave has at least one
     */
    static int count(long loadedBytes, long memoryBytes, LongSupplier spoolBytes, int partitions) {
        if (loadedBytes <= memoryBytes) {
            return 1;
        }
        long bySpool = quotient(loadedBytes - memoryBytes, spoolBytes.getAsLong());
        long byMemory = quotient(loadedBytes, LOADED_PER_MEMORY_BYTE * Math.max(1, memoryBytes - ENGINE_BYTES));
        return (int) Math.min(partitions, Math.max(bySpool, byMemory));
    }

    private static long quotient(long bytes, long limit) {
        return (bytes - 1) / Math.max(1, limit) + 1;
    }

    /**
     * The waves, whose ranges together are {@code range}.
     *
     * @param partitions ascending, at least one
     * @param most partitions in a wave
     */
    static List<RunPlan.Wave> cut(KeyRange range, List<KeyRange> partitions, int most, List<String> scanned) {
        List<RunPlan.Wave> cut = new ArrayList<>();
        long first = range.first();
        for (int done = 0; done < partitions.size(); done += most) {
            int next = Math.min(done + most, partitions.size());
            long last = next == partitions.size()
                    ? range.last()
                    : partitions.get(next).first() - 1;
            List<KeyRange> of = partitions.subList(done, next);
            cut.add(new RunPlan.Wave(cut.size() + 1, new KeyRange(first, last), of, scanned));
            first = last + 1;
        }
        return cut;
    }
}
