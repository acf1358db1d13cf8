package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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

    private Optional<Set<KeyRange>> arrivedSince(long seconds) {
        try (SourceDatabases databases = source.open();
                SourceSnapshot snapshot = databases.pin()) {
            return snapshot.arrivedSince(TinySource.THINGS, Instant.ofEpochSecond(seconds), TENS);
        }
    }
}
