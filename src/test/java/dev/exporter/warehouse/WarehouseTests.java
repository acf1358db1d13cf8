package dev.exporter.warehouse;

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
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.table.ExistingTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commits to a warehouse: what they replace, what they leave, and what becomes of a repeated one. */
class WarehouseTests extends WarehouseCase {
    private static final KeyRange P0 = partition(0);
    private static final KeyRange P1 = partition(10);
    private static final KeyRange P2 = partition(20);

    @Test
    void openingAWarehouseAndAskingForATableCreatesNothing() {
        assertThat(warehouse.table(TABLE)).isEmpty();
        assertThat(warehouse.tables()).isEmpty();
        assertThat(warehouse.unfinishedRuns()).isEmpty();
        assertThat(fixture.root).doesNotExist();
    }

    @Test
    void theFirstCommitMakesTheTableAndItsRowsAreReadBack() throws Exception {
        TableCommit.Result result = fixture.export(P0, "first", 3, 5);

        assertThat(result.alreadyCommitted()).isFalse();
        assertThat(result.replacedFiles()).isZero();
        assertThat(fixture.titles()).containsExactly("first 3", "first 5");
        ExistingTable table = warehouse.table(TABLE).orElseThrow();
        assertThat(table.snapshotId()).isEqualTo(result.snapshotId());
        assertThat(table.partitionSize()).isEqualTo(10);
        assertThat(table.dataset()).isEqualTo("test");
        assertThat(table.datasetVersion()).isEqualTo(1);
        assertThat(table.scope()).isEqualTo(Map.of("signature", "false"));
        assertThat(table.exported()).containsExactly(P0);
        assertThat(warehouse.tables()).containsExactly(TABLE);
        assertThat(fixture.find("v\\d+.metadata.json")).hasSize(1);
    }

    @Test
    void aRewrittenPartitionIsReplacedAndTheOthersStay() throws Exception {
        fixture.export(P0, "old", 1, 2);
        fixture.export(P1, "old", 11);
        fixture.export(P2, "old", 25);

        RunId run = newRun();
        RunPlan plan = fixture.plan(run, new KeyRange(0, 29));
        StagedFile one = fixture.stage(run, P1, 1, "new", 11);
        StagedFile two = fixture.stage(run, P1, 2, "new", 12, 13);
        TableCommit.Result result = warehouse.commit(fixture.publish(plan, rewritten(P1, one, two)));

        assertThat(result.replacedFiles()).isEqualTo(1);
        assertThat(fixture.titles()).containsExactly("old 1", "old 2", "new 11", "new 12", "new 13", "old 25");
    }

    @Test
    void partitionsThatAreNotNeighboursAreReplacedWithoutWhatLiesBetween() throws Exception {
        fixture.export(P0, "old", 9);
        fixture.export(P1, "old", 10, 19);
        fixture.export(P2, "old", 20);

        RunId run = newRun();
        RunPlan plan = fixture.plan(run, new KeyRange(0, 29));
        StagedFile low = fixture.stage(run, P0, 1, "new", 0, 9);
        StagedFile high = fixture.stage(run, P2, 1, "new", 20, 29);
        TableCommit.Result result = warehouse.commit(fixture.publish(plan, rewritten(P0, low), rewritten(P2, high)));

        assertThat(result.replacedFiles()).isEqualTo(2);
        assertThat(fixture.titles()).containsExactly("new 0", "new 9", "old 10", "old 19", "new 20", "new 29");
    }

    @Test
    void aPartitionThatBecameEmptyLosesItsFiles() throws Exception {
        fixture.export(P0, "old", 1);
        fixture.export(P1, "old", 11);

        RunId run = newRun();
        TableCommit commit = fixture.publish(fixture.plan(run, P0), rewritten(P0));
        TableCommit.Result result = warehouse.commit(commit);

        assertThat(result.replacedFiles()).isEqualTo(1);
        assertThat(fixture.titles()).containsExactly("old 11");
        assertThat(warehouse.commit(commit).alreadyCommitted()).isTrue();
    }

    @Test
    void aRunThatRewritesNothingLeavesASnapshotWithItsId() throws Exception {
        TableCommit.Result first = fixture.export(P0, "old", 1);

        RunId run = newRun();
        TableCommit commit = fixture.publish(fixture.plan(run, P0));
        TableCommit.Result result = warehouse.commit(commit);

        assertThat(result.snapshotId()).isNotEqualTo(first.snapshotId());
        assertThat(fixture.titles()).containsExactly("old 1");
        assertThat(recentRuns(warehouse.table(TABLE).orElseThrow())).contains(run);
        assertThat(warehouse.commit(commit)).isEqualTo(new TableCommit.Result(result.snapshotId(), 0, true));
    }

    @Test
    void aTableCanBeMadeByARunWithoutRows() {
        RunId run = newRun();
        warehouse.commit(fixture.publish(fixture.plan(run, P0), rewritten(P0)));

        ExistingTable table = warehouse.table(TABLE).orElseThrow();
        assertThat(table.files()).isEmpty();
        assertThat(table.snapshotId()).isNotNull();
        assertThat(table.exported()).containsExactly(P0);
    }

    @Test
    void aRepeatedCommitIsToldAndChangesNothing() throws Exception {
        RunId run = newRun();
        TableCommit commit = fixture.publish(fixture.plan(run, P0), rewritten(P0, fixture.stage(run, P0, 1, "a", 4)));
        TableCommit.Result first = warehouse.commit(commit);
        fixture.export(P1, "b", 11);

        TableCommit.Result second = warehouse.commit(commit);

        assertThat(second).isEqualTo(new TableCommit.Result(first.snapshotId(), 0, true));
        assertThat(fixture.titles()).containsExactly("a 4", "b 11");
        assertThat(fixture.find("v\\d+.metadata.json")).hasSize(2);
    }

    @Test
    void aCommitWhoseFilesWereReplacedSinceIsNotRepeated() throws Exception {
        RunId run = newRun();
        TableCommit commit = fixture.publish(fixture.plan(run, P0), rewritten(P0, fixture.stage(run, P0, 1, "a", 4)));
        warehouse.commit(commit);
        fixture.export(P0, "later", 4);

        assertThatThrownBy(() -> warehouse.commit(commit)).isInstanceOfSatisfying(ExporterException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("commit-ambiguous");
            assertThat(e.problem().message()).contains("blocks_0_9_1_" + run + "_1.parquet");
        });
        assertThat(fixture.titles()).containsExactly("later 4");
    }

    @Test
    void theWavesOfARunAreCommitsOfTheirOwn() throws Exception {
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, new KeyRange(0, 19));
        RunPlan.Wave one = RunPlan.Wave.byIndex(1, P0, List.of(P0));
        RunPlan.Wave two = RunPlan.Wave.byIndex(2, P1, List.of(P1));
        RunPlan inWaves = WarehouseFixture.withWaves(plan, List.of(one, two));
        StagedFile low = fixture.stage(run, P0, 1, "a", 1);
        StagedFile high = fixture.stage(run, P1, 1, "a", 11);
        warehouse.publish(new RunFile(run, "height", List.of(low, high)));
        TableCommit first = new TableCommit(
                inWaves, one, WarehouseFixture.SPEC, WarehouseFixture.RANGE, List.of(rewritten(P0, low)));
        TableCommit second = new TableCommit(
                inWaves, two, WarehouseFixture.SPEC, WarehouseFixture.RANGE, List.of(rewritten(P1, high)));

        warehouse.commit(first);
        assertThat(warehouse.table(TABLE).orElseThrow().exported()).containsExactly(P0);
        assertThat(warehouse.commit(first).alreadyCommitted()).isTrue();
        assertThat(warehouse.commit(second).alreadyCommitted()).isFalse();

        ExistingTable table = warehouse.table(TABLE).orElseThrow();
        assertThat(recentRuns(table)).containsExactly(run);
        assertThat(table.exported()).containsExactly(new KeyRange(0, 19));
        assertThat(table.partitions(List.of(P0, P1)))
                .extracting(RunPlan.PartitionState::hash)
                .containsExactly(new ContentHash(1, 7, 1), new ContentHash(1, 7, 1));
    }
}
