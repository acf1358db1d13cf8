package dev.exporter.run.planning.access;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import java.util.ArrayList;
import java.util.List;

/** Cuts a run's partitions into waves with about as many of them each. */
final class WaveCut {
    private WaveCut() {}

    /**
     * The waves, whose ranges together are {@code range}.
     *
     * @param partitions ascending, at least {@code waves}
     */
    static List<RunPlan.Wave> cut(KeyRange range, List<KeyRange> partitions, int waves, List<String> scanned) {
        List<RunPlan.Wave> cut = new ArrayList<>();
        long first = range.first();
        int done = 0;
        for (int wave = 1; wave <= waves; wave++) {
            int next = (int) ((long) partitions.size() * wave / waves);
            long last = wave == waves ? range.last() : partitions.get(next).first() - 1;
            cut.add(new RunPlan.Wave(wave, new KeyRange(first, last), partitions.subList(done, next), scanned));
            first = last + 1;
            done = next;
        }
        return cut;
    }
}
