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

    /** Whether what each wave loads whole fits where it is kept, in however many waves. */
    static boolean canBeKept(LoadedBytes loaded, long memoryBytes, LongSupplier spoolBytes) {
        return loaded.whole() <= memoryBytes || loaded.whole() - memoryBytes <= spoolBytes.getAsLong();
    }

    /** Whether the engine can join what each wave loads whole, in however many waves. */
    static boolean canBeJoined(LoadedBytes loaded, long memoryBytes) {
        return loaded.all() <= memoryBytes || loaded.whole() < joinedBytes(memoryBytes);
    }

    /**
     * How many waves it takes for the rows of each to fit where they are kept, and for the engine to join them; as many
     * as there are partitions where no number of waves does.
     *
     * @param memoryBytes of the engine
     * @param spoolBytes what may be spilled at a time; asked for only where something is
     * @param partitions a wave has at least one
     */
    static int count(LoadedBytes loaded, long memoryBytes, LongSupplier spoolBytes, int partitions) {
        if (loaded.all() <= memoryBytes) {
            return 1;
        }
        long freeMemory = Math.max(0, memoryBytes - loaded.whole());
        long freeSpool = spoolBytes.getAsLong() - Math.max(0, loaded.whole() - memoryBytes);
        long bySpool = quotient(loaded.shared() - freeMemory, freeSpool);
        long byMemory = quotient(loaded.shared(), joinedBytes(memoryBytes) - loaded.whole());
        return (int) Math.min(partitions, Math.max(bySpool, byMemory));
    }

    private static long joinedBytes(long memoryBytes) {
        return LOADED_PER_MEMORY_BYTE * Math.max(1, memoryBytes - ENGINE_BYTES);
    }

    private static long quotient(long bytes, long limit) {
        return bytes <= 0 ? 1 : (bytes - 1) / Math.max(1, limit) + 1;
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
