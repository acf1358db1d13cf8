package dev.exporter.warehouse.commit;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.WarehouseCase;
import dev.exporter.warehouse.WarehouseFixture;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** Commits of files beside those of partitions that only gained rows. */
class GainedRowsTests extends WarehouseCase {
    private static final KeyRange P0 = partition(0);
    private static final KeyRange P1 = partition(10);

    @Test
    void filesOfGainedRowsStandBesideTheOthersAndOneInventoryTellsOfAll() throws Exception {
        fixture.export(P0, "first", 1, 3);
        fixture.export(P1, "first", 11);
        List<String> before = fixture.find(".*parquet").stream()
                .map(path -> path.getFileName().toString())
                .toList();
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, new KeyRange(0, 19));
        ContentHash whole = new ContentHash(3, 5, 5);
        StagedFile gained = fixture.stage(run, P0, 1, "gained", 2);
        StagedFile replacing = fixture.stage(run, P1, 1, "second", 12, 13);

        TableCommit.Result result = warehouse.commit(fixture.publish(
                plan,
                new RewrittenPartition(
                        P0,
                        whole,
                        List.of(gained),
                        plan.table(TABLE).partition(P0).files()),
                rewritten(P1, replacing)));
        warehouse.finish(run);

        assertThat(result.replacedFiles()).isEqualTo(1);
        assertThat(fixture.titles()).containsExactly("first 1", "gained 2", "first 3", "second 12", "second 13");
        RunPlan.PartitionState state =
                warehouse.table(TABLE).orElseThrow().partitions(List.of(P0)).get(0);
        assertThat(state.hash()).isEqualTo(whole);
        assertThat(state.files()).hasSize(2).contains(gained.name().toString());
        GenericRecord told = inventory(run).stream()
                .filter(partition -> partition.get("first").equals(0L))
                .findFirst()
                .orElseThrow();
        assertThat(told.get("rows")).isEqualTo(3L);
        assertThat(told.get("files").toString())
                .contains(
                        gained.sha256(),
                        before.get(0),
                        WarehouseFixture.sha256(fixture.find(before.get(0)).get(0)));

        // Beside these, again: the first file is told of by three inventories.
        RunId next = newRun();
        RunPlan more = fixture.plan(next, P0);
        StagedFile last = fixture.stage(next, P0, 1, "last", 4);
        warehouse.commit(fixture.publish(
                more,
                new RewrittenPartition(
                        P0,
                        new ContentHash(4, 6, 6),
                        List.of(last),
                        more.table(TABLE).partition(P0).files())));
        assertThat(warehouse
                        .table(TABLE)
                        .orElseThrow()
                        .partitions(List.of(P0))
                        .get(0)
                        .hash())
                .isEqualTo(new ContentHash(4, 6, 6));
        assertThat(inventory(next).get(0).get("files").toString())
                .contains(before.get(0), gained.sha256(), last.sha256());
    }

    @Test
    void filesOfGainedRowsAreRefusedWhereThePartitionHasOthersMeanwhile() throws Exception {
        fixture.export(P0, "first", 1);
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, P0);
        List<String> beside = plan.table(TABLE).partition(P0).files();
        fixture.export(P0, "other", 1, 2);

        TableCommit commit = fixture.publish(
                plan,
                new RewrittenPartition(
                        P0, new ContentHash(2, 5, 5), List.of(fixture.stage(run, P0, 1, "gained", 2)), beside));

        assertThatThrownBy(() -> warehouse.commit(commit))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("commit-conflict"));
        assertThat(fixture.titles()).containsExactly("other 1", "other 2");
    }

    private List<GenericRecord> inventory(RunId run) throws Exception {
        Path file = fixture.root.resolve("blocks/metadata/inventory-" + run + ".avro");
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            List<GenericRecord> partitions = new ArrayList<>();
            reader.forEach(partitions::add);
            return partitions;
        }
    }
}
