package dev.exporter.warehouse.commit;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.WarehouseFixture;
import dev.exporter.warehouse.runs.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.TableMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits of version 2 of a dataset, which has one more column, {@code note}, and calls the title a name. */
class EvolvedCommitTests {
    private static final KeyRange P0 = partition(0);
    private static final KeyRange P1 = partition(10);
    private static final KeyRange P2 = partition(20);
    private static final TableSpec NEWER = newer();

    @TempDir
    Path directory;

    private WarehouseFixture fixture;

    @BeforeEach
    void makeATableOfVersion1() throws Exception {
        fixture = new WarehouseFixture(directory);
        fixture.export(P0, "old", 1, 2);
    }

    @Test
    void columnsSnapshotAndPropertiesComeInOneVersionOfTheMetadata() throws Exception {
        int versions = fixture.find("v\\d+\\.metadata\\.json").size();
        String former = metadata().property("schema.name-mapping.default", "");

        commitNewer(P1, 11);

        TableMetadata metadata = metadata();
        assertThat(fixture.find("v\\d+\\.metadata\\.json")).hasSize(versions + 1);
        assertThat(metadata.schema().findField(10).name()).isEqualTo("note");
        assertThat(metadata.schema().findField(3).name()).isEqualTo("name");
        assertThat(metadata.lastColumnId()).isEqualTo(10);
        assertThat(metadata.currentSnapshot().schemaId()).isEqualTo(metadata.currentSchemaId());
        assertThat(metadata.snapshots().get(0).schemaId()).isNotEqualTo(metadata.currentSchemaId());
        assertThat(metadata.properties())
                .containsEntry("exporter.dataset-version", "2")
                .containsEntry("write.metadata.metrics.column.name", "truncate(16)")
                .doesNotContainKey("write.metadata.metrics.column.title");
        assertThat(metadata.property("schema.name-mapping.default", ""))
                .contains("note")
                .isNotEqualTo(former);
        assertThat(metadata.previousFiles()).hasSize(versions);
    }

    @Test
    void aRunThatRewritesNothingBringsTheColumnsToo() {
        RunPlan plan = asVersion2(fixture.plan(newRun(), P0));

        fixture.warehouse.commit(TableCommit.of(plan, NEWER, WarehouseFixture.RANGE, List.of()));

        assertThat(metadata().schema().findField("note")).isNotNull();
        assertThat(metadata().currentSnapshot().schemaId()).isEqualTo(metadata().currentSchemaId());
        assertThat(fixture.warehouse.table(TABLE).orElseThrow().files()).hasSize(1);
    }

    @Test
    void commitsOfOtherRangesBeforeAndAfterItLoseNothing() throws Exception {
        RunId run = newRun();
        RunPlan plan = asVersion2(fixture.plan(run, P1));
        fixture.export(P2, "between", 21);

        fixture.warehouse.commit(publishNewer(plan, P1, 11));
        commitNewer(P0, 1);

        assertThat(fixture.warehouse.table(TABLE).orElseThrow().files()).hasSize(3);
        assertThat(metadata().schemas()).hasSize(2);
        assertThat(metadata().snapshots()).hasSize(4);
    }

    @Test
    void aRunOfTheOlderVersionThatWasPlannedBeforeIsRefusedAtItsCommit() throws Exception {
        RunId run = newRun();
        TableCommit older =
                fixture.publish(fixture.plan(run, P1), rewritten(P1, fixture.stage(run, P1, 1, "late", 11)));
        commitNewer(P2, 21);
        TableMetadata before = metadata();

        assertThatThrownBy(() -> fixture.warehouse.commit(older)).isInstanceOfSatisfying(ExporterException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("commit-conflict");
            assertThat(e.problem().message())
                    .contains("version 2 of the dataset has written it, and this is version 1");
        });
        assertThat(metadata().metadataFileLocation()).isEqualTo(before.metadataFileLocation());
    }

    private void commitNewer(KeyRange bounds, long key) throws Exception {
        fixture.warehouse.commit(publishNewer(asVersion2(fixture.plan(newRun(), bounds)), bounds, key));
    }

    private TableCommit publishNewer(RunPlan plan, KeyRange bounds, long key) throws Exception {
        DataFileName name = new DataFileName(TABLE, bounds, 1, plan.run(), 1);
        Path file = fixture.staging.resolve(name.toString());
        WarehouseFixture.query("COPY (SELECT 'h'::BLOB AS hash, " + key + "::BIGINT AS height, 'new' AS name,"
                + " 5::DECIMAL(20,0) AS reward, true AS final, 'n' AS note) TO '" + file
                + "' (FORMAT parquet, FIELD_IDS {hash: 1, height: 2, name: 3, reward: 4, final: 7, note: 10})");
        StagedFile staged = new StagedFile(name, file, 1, Files.size(file), WarehouseFixture.sha256(file));
        TableCommit commit = TableCommit.of(plan, NEWER, WarehouseFixture.RANGE, List.of(rewritten(bounds, staged)));
        fixture.warehouse.publish(new RunFile(plan.run(), "height", commit.files()));
        return commit;
    }

    private TableMetadata metadata() {
        return fixture.warehouse.table(TABLE).orElseThrow().metadata();
    }

    private static RunPlan asVersion2(RunPlan plan) {
        return new RunPlan(
                plan.formatVersion(),
                plan.run(),
                plan.created(),
                plan.dataset(),
                2,
                plan.datasetSha256(),
                plan.requestedRange(),
                plan.range(),
                plan.partitionSize(),
                plan.scope(),
                plan.request(),
                plan.tables(),
                plan.waves());
    }

    private static TableSpec newer() {
        TableSpec spec = WarehouseFixture.SPEC;
        List<ColumnSpec> columns = new ArrayList<>(spec.columns());
        columns.set(
                2, new ColumnSpec(3, "name", ColumnType.Primitive.STRING, false, ColumnSpec.Bounds.SHORT, false, null));
        columns.add(
                new ColumnSpec(10, "note", ColumnType.Primitive.STRING, false, ColumnSpec.Bounds.FULL, false, null));
        return new TableSpec(
                spec.name(), columns, spec.sort(), spec.tieBreak(), spec.sql(), spec.replacing(), spec.working());
    }
}
