package dev.exporter.warehouse;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.staging.StagedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTests {
    private static final KeyRange P0 = partition(0);
    private static final KeyRange P1 = partition(10);
    private static final KeyRange P2 = partition(20);

    @TempDir
    Path directory;

    private WarehouseFixture fixture;
    private Warehouse warehouse;

    @BeforeEach
    void openWarehouse() {
        fixture = new WarehouseFixture(directory);
        warehouse = fixture.warehouse;
    }

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
    void theMetadataSaysWhatTheDatasetDeclares() throws Exception {
        fixture.export(P0, "first", 3);

        Path folder = fixture.root.resolve("blocks/metadata");
        JsonNode metadata =
                new ObjectMapper().readTree(folder.resolve("metadata.json").toFile());
        assertThat(metadata.at("/format-version").asInt()).isEqualTo(2);
        assertThat(metadata.at("/location").asText()).isEqualTo("file://" + fixture.root + "/blocks");
        assertThat(metadata.at("/schemas/0/fields"))
                .extracting(field -> field.get("id") + " " + field.get("name").asText() + " "
                        + field.get("type").asText() + " " + field.get("required"))
                .containsExactly(
                        "1 hash binary false",
                        "2 height long true",
                        "3 title string false",
                        "4 reward decimal(20, 0) false",
                        "7 final boolean false");
        assertThat(metadata.at("/schemas/0/identifier-field-ids").isMissingNode())
                .isTrue();
        assertThat(metadata.at("/last-column-id").asInt())
                .as("ids of absent columns are reserved")
                .isEqualTo(9);
        assertThat(metadata.at("/partition-specs/0/fields/0").toString())
                .isEqualTo(
                        "{\"name\":\"height_trunc\",\"transform\":\"truncate[10]\",\"source-id\":2,\"field-id\":1000}");
        assertThat(metadata.at("/sort-orders/0/fields"))
                .extracting(field -> field.get("source-id").asInt())
                .containsExactly(2, 1);
        JsonNode properties = metadata.get("properties");
        assertThat(properties.get("exporter.format-version").asText()).isEqualTo("1");
        assertThat(properties.get("write.metadata.metrics.column.hash").asText())
                .isEqualTo("counts");
        assertThat(properties.get("write.metadata.metrics.column.title").asText())
                .isEqualTo("truncate(16)");
        assertThat(properties.get("write.metadata.metrics.column.height").asText())
                .isEqualTo("full");
        assertThat(properties.get("write.parquet.compression-codec").asText()).isEqualTo("zstd");
        assertThat(properties.get("exporter.watermark").asText()).isEqualTo("9");
        assertThat(properties.has("exporter.gaps")).isFalse();
        assertThat(folder.resolve("version-hint.text")).hasContent("1");
        assertThat(folder.resolve("v1.metadata.json")).hasSameTextualContentAs(folder.resolve("metadata.json"));
    }

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
                new TableCommit.Rewritten(
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
                new TableCommit.Rewritten(
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
                new TableCommit.Rewritten(
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

    @Test
    void theSummaryNamesTheRunItsRangesAndItsInventory() throws Exception {
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, new KeyRange(12, 14));
        warehouse.commit(fixture.publish(plan, rewritten(P1, fixture.stage(run, P1, 1, "a", 12, 14))));

        JsonNode metadata = new ObjectMapper()
                .readTree(fixture.root.resolve("blocks/metadata/metadata.json").toFile());
        JsonNode summary = metadata.at("/snapshots/0/summary");
        assertThat(summary.get("exporter.run-id").asText()).isEqualTo(run.text());
        assertThat(summary.get("exporter.range").asText()).isEqualTo("10-19");
        assertThat(summary.get("exporter.requested-range").asText()).isEqualTo("12-14");
        assertThat(summary.get("exporter.inventory").asText()).isEqualTo("inventory-" + run + ".avro");
        assertThat(summary.get("exporter.scope.signature").asText()).isEqualTo("false");
        assertThat(metadata.at("/properties/exporter.watermark").asText()).isEqualTo("14");
        assertThat(metadata.at("/properties/exporter.gaps").asText()).isEqualTo("0-11");
        assertThat(metadata.at("/properties/exporter.recent-runs").asText()).isEqualTo(run.text());
    }

    @Test
    void partitionsWithoutRowsAreNoGapsOfTheRangeThatWasExported() throws Exception {
        RunId run = newRun();
        RunPlan all = fixture.plan(run, new KeyRange(0, 95));
        KeyRange p5 = new KeyRange(50, 59);
        RunPlan plan = withWaves(all, List.of(RunPlan.Wave.byIndex(1, all.range(), List.of(P1, p5))));

        warehouse.commit(fixture.publish(plan, rewritten(P1, fixture.stage(run, P1, 1, "a", 12))));

        JsonNode properties = new ObjectMapper()
                .readTree(fixture.root.resolve("blocks/metadata/metadata.json").toFile())
                .get("properties");
        assertThat(properties.get("exporter.watermark").asText()).isEqualTo("95");
        assertThat(properties.has("exporter.gaps")).isFalse();
    }

    private static RunPlan withWaves(RunPlan plan, List<RunPlan.Wave> waves) {
        return new RunPlan(
                plan.formatVersion(),
                plan.run(),
                plan.created(),
                plan.dataset(),
                plan.datasetVersion(),
                plan.datasetSha256(),
                plan.requestedRange(),
                plan.range(),
                plan.partitionSize(),
                plan.scope(),
                plan.request(),
                plan.tables(),
                waves);
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
        assertThat(warehouse.table(TABLE).orElseThrow().recentRuns()).contains(run);
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
    void theRecordedHashIsToldOnlyForExactlyItsFiles() throws Exception {
        RunId run = newRun();
        StagedFile one = fixture.stage(run, P0, 1, "a", 1, 2);
        StagedFile two = fixture.stage(run, P0, 2, "a", 3);
        warehouse.commit(fixture.publish(fixture.plan(run, P0), rewritten(P0, one, two)));
        fixture.export(P1, "b", 11);

        ExistingTable table = warehouse.table(TABLE).orElseThrow();
        assertThat(table.partitions(List.of(P0, P2)))
                .containsExactly(new RunPlan.PartitionState(
                        P0, List.of(one.name().toString(), two.name().toString()), new ContentHash(3, 7, 3)));
        assertThat(table.file(one.name().toString()))
                .isEqualTo(warehouse.dataFile("height", one.name()))
                .exists();

        Files.delete(fixture.root.resolve("blocks/metadata/inventory-" + run + ".avro"));
        assertThat(table.partitions(List.of(P0)).get(0).hash()).isNull();
    }

    @Test
    void everyAvroFileOpensWithAvroItself() throws Exception {
        fixture.export(P0, "a", 1);
        fixture.export(P0, "b", 1, 2);

        List<Path> files = fixture.find(".*\\.avro");
        assertThat(files).hasSizeGreaterThanOrEqualTo(6);
        for (Path file : files) {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
                assertThat(reader.hasNext()).as(file.toString()).isTrue();
                assertThat(reader.next()).isNotNull();
            }
        }
    }

    @Test
    void theInventoryHoldsEveryFileWithItsHash() throws Exception {
        RunId run = newRun();
        StagedFile one = fixture.stage(run, P0, 1, "a", 1, 2);
        warehouse.commit(fixture.publish(fixture.plan(run, new KeyRange(0, 19)), rewritten(P0, one), rewritten(P1)));

        Path inventory = fixture.root.resolve("blocks/metadata/inventory-" + run + ".avro");
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(inventory.toFile(), new GenericDatumReader<>())) {
            assertThat(reader.next())
                    .hasToString("{\"first\": 0, \"last\": 9, \"rows\": 2, \"content_hash\": "
                            + "\"2:00000000000000070000000000000002\", \"files\": [{\"name\": \"" + one.name()
                            + "\", \"rows\": 2, \"bytes\": " + one.bytes() + ", \"sha256\": \"" + one.sha256()
                            + "\"}]}");
            assertThat(reader.next())
                    .hasToString("{\"first\": 10, \"last\": 19, \"rows\": 0, \"content_hash\": "
                            + "\"0:00000000000000070000000000000000\", \"files\": []}");
        }
    }

    @Test
    void theWavesOfARunAreCommitsOfTheirOwn() throws Exception {
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, new KeyRange(0, 19));
        RunPlan.Wave one = RunPlan.Wave.byIndex(1, P0, List.of(P0));
        RunPlan.Wave two = RunPlan.Wave.byIndex(2, P1, List.of(P1));
        RunPlan inWaves = withWaves(plan, List.of(one, two));
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
        assertThat(table.recentRuns()).containsExactly(run);
        assertThat(table.exported()).containsExactly(new KeyRange(0, 19));
        assertThat(table.partitions(List.of(P0, P1)))
                .extracting(RunPlan.PartitionState::hash)
                .containsExactly(new ContentHash(1, 7, 1), new ContentHash(1, 7, 1));
    }
}
