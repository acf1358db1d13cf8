package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.source.SourceSnapshot.Arrivals;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions that rows have come to late, told by the column that says when they came. */
class ArrivalsTests {
    private static final Partitioning.Truncate TENS = new Partitioning.Truncate(10);

    @TempDir
    Path directory;

    private TinySource source;

    @BeforeEach
    void makeThingsThatCameAtDifferentTimes() {
        source = TinySource.create(directory);
        source.change("INSERT INTO \"odd \"\"things\"\"\" (id, at, l) VALUES (x'01', 3, 100), (x'02', 4, 200),"
                + " (x'03', 25, 150), (x'04', 28, 199), (x'05', 31, 200), (x'06', 90, NULL)");
    }

    @Test
    void thePartitionsAreThoseOfRowsThatCameThenOrLater() {
        source.change("CREATE INDEX things_l ON \"odd \"\"things\"\"\" (l, at)");

        assertThat(arrivedSince(200)).contains(Set.of(new KeyRange(0, 9), new KeyRange(30, 39)));
        assertThat(arrivedSince(150)).contains(Set.of(new KeyRange(0, 9), new KeyRange(20, 29), new KeyRange(30, 39)));
        assertThat(arrivedSince(201)).contains(Set.of());
    }

    @Test
    void withoutAnIndexThatBeginsWithTheColumnNothingIsTold() {
        assertThat(arrivedSince(0)).isEmpty();

        source.change("CREATE INDEX things_at_l ON \"odd \"\"things\"\"\" (at, l)");
        source.change("CREATE INDEX things_some_l ON \"odd \"\"things\"\"\" (l) WHERE i > 0");
        assertThat(arrivedSince(0)).isEmpty();
    }

    @Test
    void aDatabaseThatLacksTheColumnTellsNothing() {
        source.change("ALTER TABLE \"odd \"\"things\"\"\" DROP COLUMN l");

        assertThat(arrivedSince(0)).isEmpty();
    }

    /** A time that is no integer comes after all that are, in SQLite's order. */
    @Test
    void manySnapshotsFindSecondBySecondWhatOneFinds() {
        source.change("CREATE INDEX things_l ON \"odd \"\"things\"\"\" (l)");
        source.change("INSERT INTO \"odd \"\"things\"\"\" (id, at, l) VALUES (x'07', 71, 150.5), (x'08', 85, 'late')");

        assertThat(secondBySecond(100))
                .containsExactly(
                        new Arrivals(Set.of(), at(100)),
                        new Arrivals(Set.of(new KeyRange(0, 9)), at(150)),
                        new Arrivals(Set.of(new KeyRange(20, 29), new KeyRange(70, 79)), at(199)),
                        new Arrivals(Set.of(new KeyRange(20, 29)), at(200)),
                        new Arrivals(
                                Set.of(new KeyRange(0, 9), new KeyRange(30, 39), new KeyRange(80, 89)),
                                Optional.empty()));
    }

    @Test
    void keysThatNoPartitionOfTheRangeHoldsMarkNone() {
        source.change("CREATE INDEX things_l ON \"odd \"\"things\"\"\" (l)");
        source.change("INSERT INTO \"odd \"\"things\"\"\" (id, at, l) VALUES (x'07', 9223372036854775807, 300),"
                + " (x'08', -1, 300), (x'09', 100, 300)");

        assertThat(arrivedSince(new KeyRange(0, 99), 250)).contains(Set.of());
        assertThat(arrivedSince(TinySource.ALL, 250))
                .contains(Set.of(
                        new KeyRange(100, 109), new KeyRange(9_223_372_036_854_775_800L, 9_223_372_036_854_775_807L)));
        assertThat(arrivedSince(new KeyRange(-5, 99), 250)).contains(Set.of(new KeyRange(-10, -1)));
    }

    private List<Arrivals> secondBySecond(long seconds) {
        List<Arrivals> found = new ArrayList<>();
        Optional<Instant> since = at(seconds - 1);
        while (since.isPresent()) {
            found.add(arrivals(TinySource.ALL, since.get(), () -> true).orElseThrow());
            since = found.get(found.size() - 1).next();
        }
        return found;
    }

    private static Optional<Instant> at(long seconds) {
        return Optional.of(Instant.ofEpochSecond(seconds));
    }

    private Optional<Set<KeyRange>> arrivedSince(long seconds) {
        return arrivedSince(TinySource.ALL, seconds);
    }

    private Optional<Set<KeyRange>> arrivedSince(KeyRange range, long seconds) {
        return arrivals(range, Instant.ofEpochSecond(seconds), () -> false).map(Arrivals::partitions);
    }

    private Optional<Arrivals> arrivals(KeyRange range, Instant since, BooleanSupplier enough) {
        try (SourceDatabases databases = source.open();
                SourceSnapshot snapshot = databases.pin()) {
            return snapshot.arrivedSince(TinySource.THINGS, range, since, TENS, enough);
        }
    }
}
