package dev.exporter.warehouse.keeping;

import static dev.exporter.warehouse.WarehouseFixture.RANGE;
import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.recentRuns;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.WarehouseFixture;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.keeping.WarehouseUpkeep.Expiry;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.runs.RunPin;
import dev.exporter.warehouse.table.ExistingTable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a table small, and what it leaves alone. */
class UpkeepTests {
    private static final KeyRange BOUNDS = partition(0);
    private static final Duration NONE = Duration.ZERO;

    @TempDir
    Path directory;

    private WarehouseFixture fixture;
    private WarehouseUpkeep upkeep;

    @BeforeEach
    void makeAWarehouse() {
        fixture = new WarehouseFixture(directory);
        upkeep = fixture.warehouse.upkeep();
    }

    private Expiry expire(int keep, Duration age, Duration grace, Instant now) {
        return upkeep.expire(TABLE, new Retention(keep, age, grace), now, WarehouseFixture.UNGUARDED);
    }

    private Expiry expire(int keep) {
        return expire(keep, NONE, NONE, Instant.now().plusSeconds(1));
    }

    private ExistingTable table() {
        return fixture.warehouse.table(TABLE).orElseThrow();
    }

    /** Exports one partition so often that the table has as many snapshots. */
    private void export(int times) throws Exception {
        for (int i = 1; i <= times; i++) {
            fixture.export(BOUNDS, "export " + i, 1, 2);
        }
    }

    @Test
    void theNewestSnapshotsStayAndTheFilesOfTheOthersAreLeftForAWhile() throws Exception {
        export(4);
        Set<Path> old = new HashSet<>(fixture.find("blocks_.*\\.parquet"));
        old.remove(table().files().get(0));

        Expiry expiry = expire(2);

        assertThat(expiry.snapshots()).isEqualTo(2);
        assertThat(expiry.kept()).isEqualTo(2);
        assertThat(table().snapshots()).isEqualTo(2);
        assertThat(old).hasSize(3).allMatch(Files::exists);
        // Of each expired snapshot: a data file, an inventory, a manifest and a manifest list.
        assertThat(expiry.files()).hasSizeGreaterThanOrEqualTo(7);
        assertThat(fixture.warehouse.orphans().all().stream().map(Orphan::path))
                .containsExactlyInAnyOrderElementsOf(expiry.files());
        assertThat(fixture.warehouse.orphans().expired().keySet()).isEqualTo(expiry.files());
        assertThat(fixture.titles()).containsExactly("export 4 1", "export 4 2");
    }

    /** As one that recover has finished: the job repository takes it for interrupted, and it can be given up there. */
    @Test
    void theInventoryOfLiveFilesStaysWhenTheirRunIsGivenUpOnceNothingTellsOfIt() throws Exception {
        fixture.export(BOUNDS, "first", 1, 2);
        RunId first = recentRuns(table()).get(0);
        fixture.export(partition(10), "second", 11);
        expire(1);
        fixture.forget(first);

        fixture.warehouse.discard(first);

        assertThat(fixture.find("inventory-" + first + ".*")).hasSize(1);
        assertThat(fixture.titles()).containsExactly("first 1", "first 2", "second 11");
    }

    @Test
    void aSnapshotThatWasCurrentWithinTheGraceStays() throws Exception {
        export(2);
        Instant superseded =
                Instant.ofEpochMilli(table().metadata().currentSnapshot().timestampMillis());

        assertThat(expire(1, NONE, Duration.ofSeconds(10), superseded.plusMillis(10_000))
                        .snapshots())
                .isZero();
        assertThat(expire(1, NONE, Duration.ofSeconds(10), superseded.plusMillis(10_001))
                        .snapshots())
                .isEqualTo(1);
    }

    @Test
    void aSnapshotThatWasCurrentWithinTheDaysToKeepStays() throws Exception {
        export(2);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));

        assertThat(expire(1, Duration.ofDays(2), NONE, tomorrow).snapshots()).isZero();
        assertThat(expire(1, Duration.ofHours(1), NONE, tomorrow).snapshots()).isEqualTo(1);
    }

    @Test
    void whatAnUnfinishedRunHasPlannedOnStaysAndItCanStillCommit() throws Exception {
        export(2);
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, partition(10));
        fixture.warehouse.pin(RunPin.of(plan, "here"));
        export(2);

        // The snapshot of the plan, and the two that came after it.
        assertThat(expire(1).kept()).isEqualTo(3);
        StagedFile file = fixture.stage(run, partition(10), 1, "late", 11);
        fixture.warehouse.commit(fixture.publish(plan, rewritten(partition(10), file)));
        fixture.warehouse.finish(run);

        assertThat(fixture.titles()).containsExactly("export 2 1", "export 2 2", "late 11");
        assertThat(upkeep.pins()).isEmpty();
        assertThat(expire(1).kept()).isEqualTo(1);
    }

    @Test
    void aRunThatWasPlannedBeforeThereWasATableNeedsAllOfItsHistory() throws Exception {
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, partition(10));
        fixture.warehouse.pin(RunPin.of(plan, "here"));
        export(3);

        assertThat(expire(1).snapshots()).isZero();

        StagedFile file = fixture.stage(run, partition(10), 1, "late", 11);
        fixture.warehouse.commit(fixture.publish(plan, rewritten(partition(10), file)));
        assertThat(fixture.titles()).contains("late 11");
    }

    @Test
    void aRunThatPinsATableWhileItExpiresKeepsItsSnapshots() throws Exception {
        export(3);
        RunPlan plan = fixture.plan(newRun(), partition(10));
        export(1);

        Expiry expiry = upkeep.expire(
                TABLE, new Retention(1, NONE, NONE), Instant.now().plusSeconds(1), new WarehouseUpkeep.Guard() {
                    @Override
                    public <T> T during(Supplier<T> work) {
                        fixture.warehouse.pin(RunPin.of(plan, "here"));
                        return work.get();
                    }
                });

        assertThat(expiry.kept()).isEqualTo(2);
        assertThat(table().retains(Objects.requireNonNull(plan.table(TABLE).snapshotId())))
                .isTrue();
    }

    @Test
    void aPartitionGetsOtherFilesForTheSameRows() throws Exception {
        TableRewrite rewrite = rewriteOfTwoFiles();

        long snapshot = upkeep.commit(rewrite);
        upkeep.finish(rewrite.run());

        assertThat(fixture.titles()).containsExactly("one 1", "one 2", "one 3");
        assertThat(table().files())
                .singleElement()
                .satisfies(file ->
                        assertThat(file.toString()).contains(rewrite.run().text()));
        assertThat(table().snapshotId()).isEqualTo(snapshot);
        assertThat(table().metadata().currentSnapshot().operation()).isEqualTo("replace");
        assertThat(table().partitions(List.of(BOUNDS)).get(0).hash()).isEqualTo(new ContentHash(3, 7, 3));
        assertThat(fixture.warehouse.orphans().all()).isEmpty();
        assertThat(expire(1).snapshots()).isEqualTo(1);
        assertThat(fixture.titles()).hasSize(3);
    }

    @Test
    void aPartitionThatWasChangedMeanwhileIsNotRewritten() throws Exception {
        TableRewrite rewrite = rewriteOfTwoFiles();
        fixture.export(BOUNDS, "changed", 1, 2, 3);

        assertThatThrownBy(() -> upkeep.commit(rewrite))
                .isInstanceOf(ExporterException.class)
                .hasMessageContaining("other files than those that were read");
        upkeep.settle(rewrite.run());

        assertThat(fixture.titles()).containsExactly("changed 1", "changed 2", "changed 3");
        assertThat(fixture.find(".*" + rewrite.run() + ".*")).isEmpty();
        assertThat(fixture.warehouse.orphans().all()).isEmpty();
    }

    @Test
    void aRewriteThatWouldLoseARowIsNotCommitted() throws Exception {
        TableRewrite whole = rewriteOfTwoFiles();
        RunId run = newRun();
        StagedFile less = fixture.stage(run, BOUNDS, 1, "one", 1, 2);
        upkeep.publish(new RunFile(run, "height", List.of(less)));

        assertThatThrownBy(() -> upkeep.commit(new TableRewrite(
                        run,
                        1,
                        TABLE,
                        "height",
                        List.of(new TableRewrite.Partition(
                                whole.partitions().get(0).before(), rewritten(BOUNDS, less))))))
                .hasMessageContaining("2 rows instead of 3");
        assertThat(fixture.titles()).hasSize(3);
    }

    @Test
    void aRewriteWhoseFilesAreRemovedMeanwhileIsNotCommitted() throws Exception {
        TableRewrite rewrite = rewriteOfTwoFiles();
        int[] links = {0};
        WarehouseUpkeep overtaken =
                new WarehouseUpkeep(Layout.of(fixture.root, Optional.empty(), ""), (name, existing) -> {
                    if (links[0]++ == 0) {
                        // As another process does that takes this one for dead.
                        upkeep.settle(rewrite.run());
                        throw new FileAlreadyExistsException(name.toString());
                    }
                    Files.createLink(name, existing);
                });

        assertThatThrownBy(() -> overtaken.commit(rewrite))
                .isInstanceOf(ExporterException.class)
                .hasMessageContaining("was removed by another process");

        assertThat(fixture.titles()).containsExactly("one 1", "one 2", "one 3");
    }

    @Test
    void settlingARewriteThatIsCommittedLeavesItsFilesAlsoWhenTheyWereReplaced() throws Exception {
        TableRewrite rewrite = rewriteOfTwoFiles();
        upkeep.commit(rewrite);
        fixture.export(BOUNDS, "newer", 1);

        assertThat(upkeep.rewrites()).containsExactly(rewrite.run());
        upkeep.settle(rewrite.run());

        assertThat(upkeep.rewrites()).isEmpty();
        assertThat(fixture.find("blocks_.*" + rewrite.run() + ".*")).hasSize(1);
        assertThat(fixture.find("inventory-" + rewrite.run() + ".*")).hasSize(1);
    }

    @Test
    void noCleanUpTakesWhatARewriteHasPublished() throws Exception {
        TableRewrite rewrite = rewriteOfTwoFiles();

        assertThat(fixture.find("blocks_.*" + rewrite.run() + ".*")).hasSize(1);
        assertThat(fixture.warehouse.orphans().all()).isEmpty();
    }

    @Test
    void scatteredManifestsAreJoinedAndTheFilesAreTheSame() throws Exception {
        for (int i = 0; i < 5; i++) {
            fixture.export(partition(i * 10L), "part", i * 10L);
        }
        List<Path> files = table().files();
        assertThat(upkeep.manifests(TABLE).orElseThrow().manifests()).isEqualTo(5);

        assertThat(upkeep.rewriteManifests(TABLE, newRun())).isTrue();

        assertThat(upkeep.manifests(TABLE).orElseThrow().manifests()).isEqualTo(1);
        assertThat(table().files()).isEqualTo(files);
        assertThat(fixture.titles()).hasSize(5);
        assertThat(upkeep.rewriteManifests(TABLE, newRun())).isFalse();
        fixture.export(partition(0), "again", 0);
        assertThat(fixture.titles()).contains("again 0").hasSize(5);
    }

    @Test
    void oldVersionsOfTheMetadataThatNoneRemembersAreOrphans() throws Exception {
        export(14);
        Path metadata = fixture.root.resolve(TABLE).resolve("metadata");
        // As a kill leaves it between a commit and the removal of the version that it no longer remembers.
        Path forgotten = Files.copy(metadata.resolve("v14.metadata.json"), metadata.resolve("v2.metadata.json"));

        assertThat(fixture.warehouse.orphans().all().stream().map(Orphan::path)).containsExactly(forgotten);
        assertThat(fixture.find("v\\d+\\.metadata\\.json")).hasSize(12);
    }

    /** A partition of two files, and one file for it that is published and not committed. */
    private TableRewrite rewriteOfTwoFiles() throws Exception {
        RunId first = newRun();
        StagedFile one = fixture.stage(first, BOUNDS, 1, "one", 1, 2);
        StagedFile two = fixture.stage(first, BOUNDS, 2, "one", 3);
        fixture.warehouse.commit(fixture.publish(fixture.plan(first, BOUNDS), rewritten(BOUNDS, one, two)));
        fixture.warehouse.finish(first);
        RunId run = newRun();
        StagedFile all = fixture.stage(run, BOUNDS, 1, "one", 1, 2, 3);
        upkeep.publish(new RunFile(run, RANGE.column(), List.of(all)));
        Set<String> before = Set.of(one.name().toString(), two.name().toString());
        return new TableRewrite(
                run, 1, TABLE, "height", List.of(new TableRewrite.Partition(before, rewritten(BOUNDS, all))));
    }
}
