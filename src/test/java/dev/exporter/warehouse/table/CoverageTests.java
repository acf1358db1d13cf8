package dev.exporter.warehouse.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverageTests {
    @Test
    void whatWasExportedIsTheWatermarkWithoutTheGaps() {
        Coverage coverage = Coverage.parse(null, null)
                .plus(List.of(new KeyRange(10, 19)))
                .plus(List.of(new KeyRange(40, 44), new KeyRange(30, 39)));

        assertThat(coverage.watermark()).hasValue(44);
        assertThat(coverage.gaps()).isEqualTo("0-9,20-29");
        assertThat(Coverage.parse("44", "0-9,20-29")).isEqualTo(coverage);
    }

    @Test
    void negativeKeysAreNotKept() {
        Coverage coverage = Coverage.parse(null, null).plus(List.of(new KeyRange(-20, -11), new KeyRange(-10, 4)));

        assertThat(coverage.ranges()).containsExactly(new KeyRange(0, 4));
        assertThat(Coverage.parse(null, null)
                        .plus(List.of(new KeyRange(-9, -1)))
                        .watermark())
                .isEmpty();
    }

    @Test
    void anySequenceOfRangesIsKeptLikeASetOfKeys() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BitSet keys = new BitSet();
        Coverage coverage = Coverage.parse(null, null);
        for (int step = 0; step < 300; step++) {
            int first = random.nextInt(1000);
            int last = first + random.nextInt(8);
            keys.set(first, last + 1);
            coverage = coverage.plus(List.of(new KeyRange(first, last)));

            BitSet kept = new BitSet();
            coverage.ranges().forEach(range -> kept.set((int) range.first(), (int) range.last() + 1));
            assertThat(kept).as("seed %d, step %d", seed, step).isEqualTo(keys);
            String watermark = Long.toString(coverage.watermark().orElseThrow());
            assertThat(Coverage.parse(watermark, coverage.gaps()))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(coverage);
        }
    }
}
