package dev.exporter.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTallyTests {
    @Test
    void eachWayInWhichRowsDifferHasItsKind() {
        KeyTally tally = new KeyTally();
        tally.addSource(1, 10);
        tally.addTable(1, 10, true);
        tally.addSource(2, 20);
        tally.addTable(3, 30, false);
        tally.addTable(4, 40, true);
        tally.addSource(5, 50);
        tally.addTable(5, 51, true);
        tally.addSource(6, 60);
        tally.addTable(6, 60, true);
        tally.addTable(6, 60, true);
        tally.addSource(7, 70);
        tally.addTable(7, 70, true);
        tally.addTable(7, 71, true);

        Map<Long, Kind> kinds = new HashMap<>();
        tally.visit(entry -> {
            if (!entry.isSame()) {
                kinds.put(entry.key(), Kind.of(entry));
            }
        });

        assertThat(kinds)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        2L,
                        Kind.LOST,
                        3L,
                        Kind.SURPLUS,
                        4L,
                        Kind.PRUNED,
                        5L,
                        Kind.CHANGED,
                        6L,
                        Kind.REPEATED,
                        7L,
                        Kind.SURPLUS));
    }

    @Test
    void manyKeysAreKeptApartWhileTheTableGrows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KeyTally tally = new KeyTally();
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            // Few bits differ, so that many keys want the same place.
            long key = random.nextInt(1 << 15) * 64L;
            tally.addSource(key, 1);
            expected.merge(key, 1, Integer::sum);
        }
        Map<Long, Integer> found = new HashMap<>();
        tally.visit(entry -> found.put(entry.key(), entry.sourceRows()));

        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        tally.clear();
        Map<Kind, Long> left = new EnumMap<>(Kind.class);
        tally.visit(entry -> left.merge(Kind.of(entry), 1L, Long::sum));
        assertThat(left).isEmpty();
    }
}
