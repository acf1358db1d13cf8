package dev.exporter.run.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.warehouse.manifest.LiveFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which partitions are worth rewriting. */
class FileTargetTests {
    private static final String ONE = "01kahn5ze0erz8m0qf2t4x6c7d";
    private static final String OTHER = "01kahn5ze0erz8m0qf2t4x6c7e";

    private final FileTarget target = new FileTarget(1000, 1_000_000);

    private static LiveFile file(int number, String run, long rows, long bytes) {
        return new LiveFile("file:///w/t/data/height=0-9/t_0_9_" + number + "_" + run + "_1.parquet", 0, rows, bytes);
    }

    @Test
    void aFileAloneIsLeftHoweverSmall() {
        assertThat(target.isMissedBy(List.of(file(1, ONE, 1, 1)))).isFalse();
    }

    @Test
    void filesThatFitIntoFewerAreRewritten() {
        assertThat(target.isMissedBy(List.of(file(1, ONE, 400, 400_000), file(2, ONE, 400, 400_000))))
                .isTrue();
        assertThat(target.isMissedBy(List.of(file(1, ONE, 700, 10), file(2, ONE, 700, 10), file(3, ONE, 600, 10))))
                .isTrue();
    }

    @Test
    void filesThatNeitherFitByRowsNorByBytesAreLeft() {
        assertThat(target.isMissedBy(List.of(file(1, ONE, 600, 10), file(2, ONE, 600, 10))))
                .isFalse();
        assertThat(target.isMissedBy(List.of(file(1, ONE, 10, 600_000), file(2, ONE, 10, 600_000))))
                .isFalse();
    }

    @Test
    void filesOfSeveralRunsAreRewrittenHoweverLarge() {
        assertThat(target.isMissedBy(List.of(file(1, ONE, 1000, 10), file(1, OTHER, 1000, 10))))
                .isTrue();
    }

    @Test
    void whatWasRewrittenIsLeftNextTime() {
        // 2,500 rows as the rules of exports cut them: evenly, into as few files as may be.
        assertThat(target.filesFor(2500, 10)).isEqualTo(3);
        assertThat(target.isMissedBy(List.of(file(1, ONE, 834, 10), file(2, ONE, 833, 10), file(3, ONE, 833, 10))))
                .isFalse();
    }
}
