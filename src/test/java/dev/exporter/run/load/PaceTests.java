package dev.exporter.run.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTests {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Pace pace = new Pace();

    @Test
    void aSixtyFourthOfAPartitionIsReadBeforeAnythingIsKnown() {
        assertThat(pace.piece(new KeyRange(3000, 3999), 1000, SECOND)).isEqualTo(new KeyRange(3000, 3014));
        assertThat(pace.piece(new KeyRange(3000, 3009), 1000, SECOND)).isEqualTo(new KeyRange(3000, 3009));
        assertThat(pace.piece(new KeyRange(3, 3), 1, SECOND)).isEqualTo(new KeyRange(3, 3));
    }

    @Test
    void thenAsManyKeysAsTheTimeAllows() {
        pace.took(new KeyRange(0, 9), Duration.ofMillis(100).toNanos());

        assertThat(pace.piece(new KeyRange(10, 999), 1000, SECOND)).isEqualTo(new KeyRange(10, 109));
        assertThat(pace.piece(new KeyRange(10, 999), 1000, Duration.ofSeconds(60)))
                .isEqualTo(new KeyRange(10, 999));
    }

    @Test
    void aSlowerPieceMakesTheNextSmallerDownToASixtyFourthOfAPartition() {
        pace.took(new KeyRange(0, 9), Duration.ofMillis(100).toNanos());
        pace.took(new KeyRange(10, 109), Duration.ofMillis(3000).toNanos());

        assertThat(pace.piece(new KeyRange(110, 999), 1000, SECOND)).isEqualTo(new KeyRange(110, 159));

        pace.took(new KeyRange(110, 110), Duration.ofMinutes(1).toNanos());
        assertThat(pace.piece(new KeyRange(111, 999), 1000, SECOND)).isEqualTo(new KeyRange(111, 125));
        assertThat(pace.piece(new KeyRange(111, 999), 1, SECOND)).isEqualTo(new KeyRange(111, 111));
    }

    @Test
    void withoutABoundEverythingIsOnePiece() {
        pace.took(new KeyRange(0, 9), Duration.ofMinutes(1).toNanos());

        assertThat(pace.piece(new KeyRange(10, Long.MAX_VALUE), 1000, Duration.ZERO))
                .isEqualTo(new KeyRange(10, Long.MAX_VALUE));
    }

    @Test
    void keysAtTheUpperEndDoNotOverflow() {
        pace.took(new KeyRange(0, Long.MAX_VALUE / 8), 1);

        KeyRange rest = new KeyRange(Long.MAX_VALUE - 100, Long.MAX_VALUE);
        assertThat(pace.piece(rest, 1000, SECOND)).isEqualTo(rest);
    }
}
