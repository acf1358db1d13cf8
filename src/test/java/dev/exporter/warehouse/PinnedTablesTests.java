package dev.exporter.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.table.CommittedFile;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.RecordedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tables that runs commit to one after the other, pinned together. */
class PinnedTablesTests {
    private static final String FIRST = WarehouseFixture.TABLE;
    private static final String LAST = "later";
    private static final TableSpec LAST_SPEC = new TableSpec(
            LAST,
            WarehouseFixture.SPEC.columns(),
            WarehouseFixture.SPEC.sort(),
            List.of(),
            "SELECT 1",
            TableSpec.Replacing.DEFAULT,
            TableSpec.Working.NONE);
    private static final KeyRange LOW = new KeyRange(0, 9);
    private static final KeyRange HIGH = new KeyRange(10, 19);

    @TempDir
    Path directory;

    private WarehouseFixture fixture;

    @BeforeEach
    void exportLow() throws Exception {
        fixture = new WarehouseFixture(directory);
        Export export = new Export(LOW);
        export.commit(WarehouseFixture.SPEC);
        export.commit(LAST_SPEC);
        fixture.warehouse.finish(export.plan.run());
    }

    @Test
    void aRunBetweenTwoCommitsIsNotSeen() throws Exception {
        Export export = new Export(HIGH);
        export.commit(WarehouseFixture.SPEC);

        PinnedTables pinned = pin();

        assertThat(partitions(pinned, FIRST)).containsExactly(LOW);
        assertThat(partitions(pinned, LAST)).containsExactly(LOW);
        assertThat(pinned.table(FIRST).orElseThrow().snapshotId())
                .isNotEqualTo(fixture.warehouse.table(FIRST).orElseThrow().snapshotId());
        assertThat(pinned.table(FIRST).orElseThrow().exported()).containsExactly(LOW);
    }

    @Test
    void aRunIsSeenOnceItHasCommittedToAllTables() throws Exception {
        Export export = new Export(HIGH);
        export.commit(WarehouseFixture.SPEC);
        export.commit(LAST_SPEC);

        assertThat(partitions(pin(), FIRST)).containsExactly(LOW, HIGH);
        fixture.warehouse.finish(export.plan.run());
        assertThat(partitions(pin(), FIRST)).containsExactly(LOW, HIGH);
        assertThat(partitions(pin(), LAST)).containsExactly(LOW, HIGH);
    }

    @Test
    void whatWasExportedIsToldWithItsGapsAlsoBesideARunBetweenTwoCommits() throws Exception {
        Export farther = new Export(new KeyRange(40, 49));
        farther.commit(WarehouseFixture.SPEC);
        farther.commit(LAST_SPEC);
        fixture.warehouse.finish(farther.plan.run());
        new Export(HIGH).commit(WarehouseFixture.SPEC);

        assertThat(pin().tables())
                .hasSize(2)
                .allSatisfy(table -> assertThat(table.exported()).containsExactly(LOW, new KeyRange(40, 49)));
    }

    @Test
    void upkeepOnTopOfARunBetweenTwoCommitsIsNotSeenEither() throws Exception {
        new Export(HIGH).commit(WarehouseFixture.SPEC);
        assertThat(fixture.warehouse.upkeep().rewriteManifests(FIRST, WarehouseFixture.newRun()))
                .isTrue();

        PinnedTables pinned = pin();

        assertThat(partitions(pinned, FIRST)).containsExactly(LOW);
        assertThat(pinned.table(FIRST).orElseThrow().exported()).containsExactly(LOW);
        assertThat(pinned.incomplete()).isEmpty();
    }

    @Test
    void aRunBetweenTwoCommitsIsToldWhereACompleteOneLiesOnTop() throws Exception {
        KeyRange farther = new KeyRange(40, 49);
        Export half = new Export(HIGH);
        half.commit(WarehouseFixture.SPEC);
        fixture.warehouse.upkeep().rewriteManifests(FIRST, WarehouseFixture.newRun());
        Export whole = new Export(farther);
        whole.commit(WarehouseFixture.SPEC);
        whole.commit(LAST_SPEC);
        fixture.warehouse.finish(whole.plan.run());
        fixture.warehouse.upkeep().rewriteManifests(FIRST, WarehouseFixture.newRun());

        PinnedTables pinned = pin();

        assertThat(partitions(pinned, FIRST)).containsExactly(LOW, HIGH, farther);
        assertThat(partitions(pinned, LAST)).containsExactly(LOW, farther);
        assertThat(pinned.incomplete()).containsExactly(new IncompleteRun(half.plan.run(), HIGH, List.of(HIGH)));
        half.commit(LAST_SPEC);
        assertThat(pin().incomplete()).isEmpty();
    }

    @Test
    void aSnapshotOfNoRunUnderWayIsSeen() throws Exception {
        Export export = new Export(HIGH);
        export.commit(WarehouseFixture.SPEC);
        fixture.warehouse.finish(export.plan.run());

        assertThat(partitions(pin(), FIRST)).containsExactly(LOW, HIGH);
    }

    @Test
    void filesAreDescribedByManifestAndInventory() throws Exception {
        PinnedTables pinned = pin();
        ExistingTable table = pinned.table(FIRST).orElseThrow();

        CommittedFile file = pinned.committedFiles(table).get(0);

        assertThat(file.rows()).isEqualTo(2);
        assertThat(file.columns().get(2)).isEqualTo(new CommittedFile.Metrics(2L, 0L, 1L, 2L));
        assertThat(file.columns().get(1)).isEqualTo(new CommittedFile.Metrics(2L, 0L, null, null));
        RecordedFile recorded =
                pinned.recordedFiles(table, List.of(file.name(), "other")).get(file.name());
        assertThat(recorded)
                .isEqualTo(new RecordedFile(file.name(), 2, file.bytes(), WarehouseFixture.sha256(file.path())));
        assertThat(pinned.recordedFiles(table, List.of("other"))).isEmpty();
    }

    private PinnedTables pin() {
        return fixture.warehouse.pin(List.of(FIRST, LAST));
    }

    private static List<KeyRange> partitions(PinnedTables pinned, String name) {
        return pinned.committedFiles(pinned.table(name).orElseThrow()).stream()
                .map(CommittedFile::partition)
                .sorted()
                .toList();
    }

    /** A run with a file of two rows in each table. */
    private final class Export {
        private final KeyRange bounds;
        private final RunPlan plan;

        private Export(KeyRange bounds) throws Exception {
            this.bounds = bounds;
            RunPlan ofFirst = fixture.plan(WarehouseFixture.newRun(), bounds);
            this.plan = new RunPlan(
                    ofFirst.formatVersion(),
                    ofFirst.run(),
                    ofFirst.created(),
                    ofFirst.dataset(),
                    ofFirst.datasetVersion(),
                    ofFirst.datasetSha256(),
                    ofFirst.requestedRange(),
                    ofFirst.range(),
                    ofFirst.partitionSize(),
                    ofFirst.scope(),
                    ofFirst.request(),
                    List.of(ofFirst.tables().get(0), state(LAST)),
                    ofFirst.waves());
            fixture.warehouse.publish(new RunFile(plan.run(), "height", List.of(file(FIRST), file(LAST))));
        }

        private RunPlan.TableState state(String name) {
            return fixture.warehouse
                    .table(name)
                    .map(table -> table.state(List.of(bounds)))
                    .orElse(new RunPlan.TableState(name, null, List.of()));
        }

        private StagedFile file(String table) throws Exception {
            RunId run = plan.run();
            return fixture.stage(
                    new DataFileName(table, bounds, 1, run, 1),
                    2,
                    "SELECT ('h' || k)::BLOB AS hash, k::BIGINT AS height, 'title' AS title, k::DECIMAL(20,0) AS reward,"
                            + " true AS final FROM range(" + (bounds.first() + 1) + ", " + (bounds.first() + 3)
                            + ") t(k)");
        }

        private void commit(TableSpec spec) throws Exception {
            Path published =
                    fixture.warehouse.dataFile("height", new DataFileName(spec.name(), bounds, 1, plan.run(), 1));
            StagedFile file = new StagedFile(
                    new DataFileName(spec.name(), bounds, 1, plan.run(), 1),
                    published,
                    2,
                    Files.size(published),
                    WarehouseFixture.sha256(published));
            fixture.warehouse.commit(TableCommit.of(
                    plan, spec, WarehouseFixture.RANGE, List.of(WarehouseFixture.rewritten(bounds, file))));
        }
    }
}
