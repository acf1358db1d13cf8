package dev.exporter.upkeep;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.upkeep.Unneeded.State;
import dev.exporter.warehouse.WarehouseFixture;
import dev.exporter.warehouse.keeping.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From when on {@code clean} removes what it has found. */
class CleanTests {
    private static final KeyRange BOUNDS = partition(0);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private WarehouseFixture fixture;

    @BeforeEach
    void exportTwice() throws Exception {
        fixture = new WarehouseFixture(directory);
        fixture.export(BOUNDS, "old", 1, 2);
        fixture.export(BOUNDS, "new", 1, 2);
    }

    private List<Unneeded> clean(Instant now, Duration minAge) {
        return Clean.of(
                        new Clean.Place(fixture.root, Optional.empty(), "", fixture.staging, "sqlite"),
                        Optional.empty(),
                        Clock.fixed(now, ZoneOffset.UTC))
                .run(minAge, Clean.Mode.REMOVE);
    }

    @Test
    void filesOfExpiredSnapshotsStayForTheGraceThatTheyExpiredUnder() throws Exception {
        Instant tomorrow = Instant.now().plus(DAY);
        Duration grace = Duration.ofHours(1);
        Set<Path> expired = fixture.warehouse
                .upkeep()
                .expire(TABLE, new Retention(1, Duration.ZERO, grace), tomorrow, WarehouseFixture.UNGUARDED)
                .files();
        assertThat(expired).hasSizeGreaterThan(2);

        assertThat(clean(tomorrow, Duration.ZERO))
                .hasSameSizeAs(expired)
                .allMatch(one -> one.state() == State.TOO_YOUNG);
        clean(tomorrow.plus(grace).minusMillis(1), Duration.ZERO);
        assertThat(expired).allMatch(Files::exists);
        clean(tomorrow.plus(grace), DAY);
        assertThat(expired).allMatch(Files::exists);

        clean(tomorrow.plus(grace), Duration.ZERO);
        assertThat(expired).noneMatch(Files::exists);
        assertThat(fixture.titles()).containsExactly("new 1", "new 2");
    }

    @Test
    void whatARunMayBeMakingStaysWhileARangeIsHeldAndGrowsOld() throws Exception {
        Instant monday = Instant.parse("2026-01-05T00:00:00Z");
        Path inventory = Files.createFile(fixture.root.resolve("blocks/metadata/inventory-" + newRun() + ".avro"));

        assertThat(clean(monday, DAY)).hasSize(1);
        try (RangeHold hold = Holders.of(fixture.root).take(partition(10), newRun())) {
            hold.requireHeld();
            assertThat(clean(monday.plus(DAY), DAY)).isEmpty();
            assertThat(inventory).exists();
        }
        clean(monday.plus(DAY), DAY);

        assertThat(inventory).doesNotExist();
    }
}
