package dev.exporter.warehouse.commit;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.WarehouseCase;
import dev.exporter.warehouse.WarehouseFixture;
import dev.exporter.warehouse.table.ExistingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** What a commit writes beside the data files: metadata, summaries and inventories. */
class CommittedMetadataTests extends WarehouseCase {
    private static final KeyRange P0 = partition(0);
    private static final KeyRange P1 = partition(10);
    private static final KeyRange P2 = partition(20);

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
        RunPlan plan = WarehouseFixture.withWaves(all, List.of(RunPlan.Wave.byIndex(1, all.range(), List.of(P1, p5))));

        warehouse.commit(fixture.publish(plan, rewritten(P1, fixture.stage(run, P1, 1, "a", 12))));

        JsonNode properties = new ObjectMapper()
                .readTree(fixture.root.resolve("blocks/metadata/metadata.json").toFile())
                .get("properties");
        assertThat(properties.get("exporter.watermark").asText()).isEqualTo("95");
        assertThat(properties.has("exporter.gaps")).isFalse();
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
}
