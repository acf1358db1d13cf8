package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code exporter verify} says of each way in which files and manifests can be wrong. */
@Timeout(900)
class VerifyFilesIT extends VerifiedCase {
    @Test
    void aFlippedByteIsFound() throws Exception {
        Path file = verified.tables().files("tags").get(1);
        Tampering.flipByte(file);

        VerifiedTables.requireDifference("tags", file, "file-changed", verified.asked());
        VerifiedTables.requireDifference("tags", file, "file-changed", verified.asked("--offline"));
    }

    @Test
    void aFileWithTheContentOfAnotherIsFound() throws Exception {
        List<Path> files = verified.tables().files("transactions");
        Tampering.replace(files.get(0), files.get(1));

        VerifiedTables.requireDifference("transactions", files.get(0), "file-changed", verified.asked("--offline"));
    }

    @Test
    void aFileWithOtherContentOfTheSameSizeIsFound() throws Exception {
        Path file = verified.tables().files("blocks").get(2);
        byte[] zeros = new byte[(int) Files.size(file)];
        Files.write(file, zeros);

        VerifiedTables.requireDifference("blocks", file, "file-changed", verified.asked("--offline"));
    }

    @Test
    void aMissingFileIsFound() throws Exception {
        Path file = verified.tables().files("tags").get(0);
        Files.delete(file);

        VerifiedTables.requireDifference("tags", file, "file-missing", verified.asked());
        VerifiedTables.requireDifference("tags", file, "file-missing", verified.asked("--counts"));
    }

    @Test
    void aWrongRecordCountInAManifestIsFound() throws Exception {
        Path file = verified.tables().files("transactions").get(0);
        long[] rows = new long[1];
        verified.tables()
                .changeManifests(
                        "transactions",
                        entries -> entries.stream()
                                .filter(entry -> Tampering.isOf(entry, file))
                                .map(Tampering::dataFile)
                                .forEach(described -> {
                                    rows[0] = (long) described.get("record_count");
                                    described.put("record_count", rows[0] + 1);
                                }));

        for (ExporterJar.Ended ended :
                List.of(verified.asked(), verified.asked("--offline"), verified.asked("--counts"))) {
            JsonNode difference = VerifiedTables.requireDifference("transactions", file, "record-count", ended);
            assertThat(difference.get("expected").asText()).isEqualTo(rows[0] + " rows");
            assertThat(difference.get("found").asText()).isEqualTo(rows[0] + 1 + " rows");
        }
    }

    @Test
    void wrongBoundsAndNullCountsInAManifestAreFound() throws Exception {
        Path file = verified.tables().files("blocks").get(1);
        verified.tables()
                .changeManifests(
                        "blocks",
                        entries -> entries.stream()
                                .filter(entry -> Tampering.isOf(entry, file))
                                .map(Tampering::dataFile)
                                .forEach(described -> {
                                    for (Object one : (List<?>) described.get("null_value_counts")) {
                                        ((GenericRecord) one).put("value", 77L);
                                    }
                                    for (Object one : (List<?>) described.get("upper_bounds")) {
                                        GenericRecord bound = (GenericRecord) one;
                                        if (bound.get("key").equals(2)) {
                                            bound.put("value", java.nio.ByteBuffer.wrap(new byte[8]));
                                        }
                                    }
                                }));

        ExporterJar.Ended ended = verified.asked("--offline");

        VerifiedTables.requireDifference("blocks", file, "null-count", ended);
        assertThat(VerifiedTables.requireDifference("blocks", file, "upper-bound", ended)
                        .get("message")
                        .asText())
                .contains("column height");
    }

    @Test
    void aFileThatOverlapsAnotherPartitionIsFound() throws Exception {
        Path file = verified.tables().files("blocks").get(1);
        verified.tables()
                .changeManifests(
                        "blocks",
                        entries -> entries.stream()
                                .filter(entry -> Tampering.isOf(entry, file))
                                .map(Tampering::dataFile)
                                .forEach(described ->
                                        ((GenericRecord) described.get("partition")).put(0, VerifiedTables.FIRST)));

        JsonNode difference = VerifiedTables.difference(
                "partition-overlap", verified.asked("--offline").requireExit(3));

        assertThat(difference.get("table").asText()).isEqualTo("blocks");
        assertThat(difference.get("partition").asText()).isEqualTo("1400000-1400249");
        assertThat(difference.get("file").asText()).isEqualTo(file.toString());
    }

    @Test
    void aFileThatIsInTheTableTwiceIsFound() throws Exception {
        Path file = verified.tables().files("transactions").get(0);
        Path second = inTheTableTwice("transactions", file, described -> {});

        ExporterJar.Ended ended = verified.asked();

        VerifiedTables.requireDifference("transactions", second, "file-unrecorded", ended);
        JsonNode repeated = VerifiedTables.difference("rows-repeated", ended);
        assertThat(repeated.get("partition").asText()).isEqualTo(Tampering.partition(file));
        assertThat(VerifiedTables.difference(
                                "repeated-id-is-data-item",
                                verified.asked("--offline").requireExit(3))
                        .get("message")
                        .asText())
                .contains("2 rows have the same id");
    }

    @ParameterizedTest
    @ValueSource(longs = {5000, 9_000_000})
    void aFileOutsideWhatWasExportedIsFound(long key) throws Exception {
        Path file = verified.tables().files("blocks").get(0);
        Path second =
                inTheTableTwice("blocks", file, described -> ((GenericRecord) described.get("partition")).put(0, key));

        for (ExporterJar.Ended ended : List.of(verified.asked(), verified.asked("--offline"))) {
            JsonNode unrecorded = VerifiedTables.difference("file-unrecorded", ended.requireExit(3));
            assertThat(unrecorded.get("partition").asText()).isEqualTo(key + "-" + (key + 249));
            assertThat(unrecorded.get("file").asText()).isEqualTo(second.toString());
        }
    }

    /** Puts a copy of a file into its table, described like it but for some changes; returns where it is. */
    private Path inTheTableTwice(String table, Path file, Consumer<GenericRecord> change) throws Exception {
        Path second =
                file.resolveSibling(file.getFileName().toString().replaceFirst("_(\\d+)_([0-9a-z]{26})", "_99_$2"));
        Files.copy(file, second);
        verified.tables().changeManifests(table, entries -> {
            GenericRecord entry = entries.stream()
                    .filter(one -> Tampering.isOf(one, file))
                    .findFirst()
                    .orElseThrow();
            GenericRecord again = GenericData.get().deepCopy(entry.getSchema(), entry);
            GenericRecord described = Tampering.dataFile(again);
            Tampering.describeAs(described, file, second);
            change.accept(described);
            entries.add(again);
        });
        return second;
    }

    @Test
    void aDoubledRowIsFound() throws Exception {
        Path file = verified.tables().files("blocks").get(3);
        verified.tables().rewrite("blocks", file, "FROM old UNION ALL (FROM old ORDER BY height LIMIT 1)");

        ExporterJar.Ended ended = verified.asked();

        assertThat(VerifiedTables.difference("rows-repeated", ended.requireExit(3))
                        .get("partition")
                        .asText())
                .isEqualTo(Tampering.partition(file));
        assertThat(VerifiedTables.difference("repeated-height", ended)
                        .get("table")
                        .asText())
                .isEqualTo("blocks");
        assertThat(VerifiedTables.difference(
                                "content-differs", verified.asked("--offline").requireExit(3))
                        .get("partition")
                        .asText())
                .isEqualTo(Tampering.partition(file));
    }

    @Test
    void aTagThatWasLostIsFoundWithoutTheSource() throws Exception {
        Path file = verified.tables().files("tags").get(0);
        verified.tables().rewrite("tags", file, "SELECT * FROM old OFFSET 1");

        assertThat(VerifiedTables.difference(
                                "tag-count", verified.asked("--offline").requireExit(3))
                        .get("message")
                        .asText())
                .startsWith("rows of transactions have another number of tags than their tag_count says: 1,");
    }
}
