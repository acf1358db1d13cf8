package dev.exporter.run.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceCount;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KnownTests {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void keysBeforeAndAfterAllThatWasExportedAreFreshAndGapsAreNot() {
        Known known = new Known(List.of(new KeyRange(50, 99), new KeyRange(200, 299)), Map.of(), Optional.empty(), NOW);

        assertThat(known.isFresh(new KeyRange(0, 99))).isTrue();
        assertThat(known.isFresh(new KeyRange(50, 99))).isFalse();
        assertThat(known.isFresh(new KeyRange(100, 199))).isFalse();
        assertThat(known.hasExported(new KeyRange(100, 199))).isFalse();
        assertThat(known.isFresh(new KeyRange(200, 299))).isFalse();
        assertThat(known.isFresh(new KeyRange(200, 300))).isTrue();
        assertThat(new Known(List.of(), Map.of(), Optional.empty(), NOW).isFresh(new KeyRange(0, 9)))
                .isTrue();
    }

    @Test
    void rowsMayBeNewSinceTheLastCycleOrElseSinceTheOldestReading() {
        Map<KeyRange, SourceCount> counts =
                Map.of(new KeyRange(0, 9), read(Duration.ofDays(3)), new KeyRange(10, 19), read(Duration.ofDays(5)));
        Instant cycle = NOW.minus(Duration.ofHours(1));

        assertThat(new Known(List.of(), counts, Optional.of(cycle), NOW).since())
                .isEqualTo(cycle);
        assertThat(new Known(List.of(), counts, Optional.empty(), NOW).since())
                .isEqualTo(NOW.minus(Duration.ofDays(5)));
        assertThat(new Known(List.of(), Map.of(), Optional.empty(), NOW).since())
                .isEqualTo(Instant.EPOCH);
    }

    /** Exported all at once, a thousand partitions are read again a few at a time, each within a week, for ever. */
    @Test
    void partitionsAreReadAgainInTimeAndNotAllInOneCycle() {
        List<KeyRange> partitions = LongStream.range(0, 1000)
                .mapToObj(number -> new KeyRange(number * 10, number * 10 + 9))
                .toList();
        Map<KeyRange, Instant> read = new HashMap<>();
        partitions.forEach(partition -> read.put(partition, NOW));
        Duration every = Duration.ofHours(1);
        Duration most = WEEK.plus(every);
        Set<KeyRange> again = new HashSet<>();
        for (int cycle = 1; cycle <= 24 * 30; cycle++) {
            Instant now = NOW.plus(every.multipliedBy(cycle));
            Map<KeyRange, SourceCount> counts = new HashMap<>();
            read.forEach((partition, at) -> counts.put(partition, new SourceCount(at, Map.of())));
            Known known = new Known(List.of(), counts, Optional.of(now.minus(every)), now);

            List<KeyRange> stale = known.stale(partitions, partitions.size(), WEEK);

            assertThat(stale).as("cycle " + cycle).hasSizeLessThanOrEqualTo(10);
            stale.forEach(partition -> read.put(partition, now));
            again.addAll(stale);
            assertThat(read.values()).allMatch(at -> Duration.between(at, now).compareTo(most) <= 0);
        }
        assertThat(again).hasSize(1000);
    }

    @Test
    void afterALongPauseAllThatIsTooOldIsReadAtOnce() {
        KeyRange old = new KeyRange(0, 9);
        KeyRange young = new KeyRange(10, 19);
        Map<KeyRange, SourceCount> counts = Map.of(old, read(Duration.ofDays(8)), young, read(Duration.ofDays(1)));
        Known known = new Known(List.of(), counts, Optional.of(NOW.minus(Duration.ofDays(8))), NOW);

        assertThat(known.stale(List.of(young, old, new KeyRange(20, 29)), 3, WEEK))
                .containsExactlyInAnyOrder(old, new KeyRange(20, 29));
    }

    private static SourceCount read(Duration ago) {
        return new SourceCount(NOW.minus(ago), Map.of());
    }
}
