package dev.exporter.run.planning.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaveCutTests {
    private static final long MB = 1_000_000;
    private static final long GB = 1_000 * MB;

    @Test
    void whatFitsInMemoryIsOneWaveAndAsksForNoDisk() {
        assertThat(WaveCut.count(shared(GB), GB, WaveCutTests::unasked, 50)).isEqualTo(1);
        assertThat(WaveCut.count(shared(0), 16 * MB, WaveCutTests::unasked, 50)).isEqualTo(1);
    }

    @Test
    void whatIsSpilledFitsOnTheDiskWaveByWave() {
        assertThat(WaveCut.count(shared(4 * GB), GB, () -> 3 * GB, 50)).isEqualTo(1);
        assertThat(WaveCut.count(shared(4 * GB + 1), GB, () -> 3 * GB, 50)).isEqualTo(2);
        assertThat(WaveCut.count(shared(31 * GB), GB, () -> 3 * GB, 50)).isEqualTo(10);
    }

    /** Five million rows, of about 1.9 GB, were joined with 256 MB in one wave; fifty million were not in five. */
    @Test
    void littleMemoryIsNotAskedToJoinMoreThanItCan() {
        assertThat(WaveCut.count(shared(1_900 * MB), 256 * MB, () -> 100 * GB, 50))
                .isEqualTo(1);
        assertThat(WaveCut.count(shared(19_400 * MB), 256 * MB, () -> 100 * GB, 50))
                .isGreaterThan(5);
        assertThat(WaveCut.count(shared(19_400 * MB), 1_400 * MB, () -> 100 * GB, 50))
                .isEqualTo(1);
    }

    @Test
    void aWaveHasAtLeastOnePartition() {
        assertThat(WaveCut.count(shared(100 * GB), 16 * MB, () -> 1, 7)).isEqualTo(7);
        assertThat(WaveCut.count(shared(100 * GB), 16 * MB, () -> 0, 7)).isEqualTo(7);
    }

    @Test
    void whatEachWaveLoadsWholeIsTakenOffMemoryAndDiskFirst() {
        assertThat(WaveCut.count(new LoadedBytes(GB, 3 * GB), 2 * GB, () -> 2 * GB, 50))
                .isEqualTo(1);
        assertThat(WaveCut.count(new LoadedBytes(3 * GB, 3 * GB), 2 * GB, () -> 2 * GB, 50))
                .isEqualTo(3);
        assertThat(WaveCut.count(new LoadedBytes(GB, 3 * GB), 256 * MB, () -> 100 * GB, 50))
                .isEqualTo(3);
    }

    @Test
    void moreWavesDoNotMakeFitWhatEachLoadsWhole() {
        LoadedBytes loaded = new LoadedBytes(4 * GB, GB);

        assertThat(WaveCut.canBeKept(loaded, GB, () -> 3 * GB)).isTrue();
        assertThat(WaveCut.canBeKept(loaded, GB, () -> 3 * GB - 1)).isFalse();
        assertThat(WaveCut.canBeKept(loaded, 4 * GB, WaveCutTests::unasked)).isTrue();
        assertThat(WaveCut.canBeJoined(loaded, 400 * MB)).isTrue();
        assertThat(WaveCut.canBeJoined(loaded, 300 * MB)).isFalse();
        assertThat(WaveCut.canBeJoined(new LoadedBytes(40 * MB, 40 * MB), 80 * MB))
                .isTrue();
        assertThat(WaveCut.count(loaded, 300 * MB, () -> GB, 7)).isEqualTo(7);
    }

    @Test
    void wavesHaveAsManyPartitionsAsTheyMayAndTogetherTheWholeRange() {
        List<KeyRange> partitions = List.of(
                new KeyRange(0, 9),
                new KeyRange(10, 19),
                new KeyRange(40, 49),
                new KeyRange(50, 59),
                new KeyRange(90, 99));

        List<RunPlan.Wave> waves = WaveCut.cut(new KeyRange(3, 120), partitions, 2, List.of("blocks"));

        assertThat(waves)
                .containsExactly(
                        new RunPlan.Wave(1, new KeyRange(3, 39), partitions.subList(0, 2), List.of("blocks")),
                        new RunPlan.Wave(2, new KeyRange(40, 89), partitions.subList(2, 4), List.of("blocks")),
                        new RunPlan.Wave(3, new KeyRange(90, 120), partitions.subList(4, 5), List.of("blocks")));
        assertThat(WaveCut.cut(new KeyRange(3, 120), partitions, 5, List.of()))
                .containsExactly(RunPlan.Wave.byIndex(1, new KeyRange(3, 120), partitions));
    }

    private static LoadedBytes shared(long bytes) {
        return new LoadedBytes(0, bytes);
    }

    private static long unasked() {
        throw new AssertionError("the disk was asked for its free space");
    }
}
