package dev.exporter.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePlanTests {
    private static final long MEGABYTE = 1_000_000;

    @Test
    void rowsThatFitGoIntoOneFile() {
        assertThat(cut(new FilePlan(1000, MEGABYTE), 1000, 100)).containsExactly(1000L);
        assertThat(cut(new FilePlan(1000, MEGABYTE), 1, 100)).containsExactly(1L);
    }

    @Test
    void theBoundOfRowsIsHardAndNoSmallRestIsLeft() {
        assertThat(cut(new FilePlan(1000, MEGABYTE), 1001, 100)).containsExactly(501L, 500L);
        assertThat(cut(new FilePlan(1000, MEGABYTE), 3500, 100)).containsExactly(875L, 875L, 875L, 875L);
        assertThat(cut(new FilePlan(1, MEGABYTE), 3, 100)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void theFirstFileIsEstimatedFromRawSizeAndLaterOnesFromWrittenFiles() {
        FilePlan plan = new FilePlan(1_000_000, 10_000);

        // 100 raw bytes a row: 100 rows fit.
        assertThat(plan.nextRows(new FilePlan.Progress(0, 0, 1000, 100_000))).isEqualTo(100);
        // Files took 20 bytes a row: 500 rows fit, and the remaining 900 make two.
        assertThat(plan.nextRows(new FilePlan.Progress(100, 2_000, 1000, 100_000)))
                .isEqualTo(450);
    }

    @Test
    void aRowLargerThanTheTargetHasAFileOfItsOwn() {
        assertThat(new FilePlan(1000, 10).nextRows(new FilePlan.Progress(0, 0, 5, 500_000)))
                .isEqualTo(1);
        assertThat(new FilePlan(1000, 10).tooLarge(1, 100_000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1000,1100,false", "1000,1101,true", "2,1101,true", "1,1101,false"})
    void aFileMayBeTenPercentOverTheTarget(long rows, long bytes, boolean tooLarge) {
        assertThat(new FilePlan(1000, 1000).tooLarge(rows, bytes)).isEqualTo(tooLarge);
    }

    @ParameterizedTest
    @CsvSource({"1000,2000,475", "2,1101,1", "2,100000,1", "3,1101,2"})
    void aFileThatWasTooLargeIsTriedWithFewerRows(long rows, long bytes, long fewer) {
        assertThat(new FilePlan(1000, 1000).fewerRows(rows, bytes)).isEqualTo(fewer);
    }

    @Test
    void sumsOfBytesBeyondDoublesAndIntsDoNotOverflow() {
        FilePlan plan = new FilePlan(Long.MAX_VALUE, Long.MAX_VALUE / 2);

        assertThat(plan.nextRows(new FilePlan.Progress(0, 0, 1L << 40, 1L << 60)))
                .isEqualTo(1L << 40);
        assertThat(plan.nextRows(new FilePlan.Progress(0, 0, 10, 0))).isEqualTo(10);
    }

    @Test
    void nothingIsPlannedPastTheEnd() {
        FilePlan.Progress done = new FilePlan.Progress(5, 100, 5, 500);

        assertThat(done.done()).isTrue();
        assertThatThrownBy(() -> new FilePlan(10, 10).nextRows(done)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The rows of each file where every row takes {@code bytesPerRow}. */
    private static List<Long> cut(FilePlan plan, long totalRows, long bytesPerRow) {
        List<Long> files = new ArrayList<>();
        long done = 0;
        while (done < totalRows) {
            long rows =
                    plan.nextRows(new FilePlan.Progress(done, done * bytesPerRow, totalRows, totalRows * bytesPerRow));
            files.add(rows);
            done += rows;
        }
        return files;
    }
}
