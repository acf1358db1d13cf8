package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code exporter verify} says of tables as they are exported, and of each way in which they can be wrong. */
@Timeout(900)
class VerifyIT {
    private static final long FIRST = 1_400_000;
    /** Tables that are recorded here can be copied, and verified anywhere. */
    private static final String LOCATION = "--warehouseLocation=file:///tables";

    @TempDir
    static Path exported;

    @TempDir
    Path directory;

    private SourceGateway gateway;
    private Tampering tables;

    @BeforeAll
    static void export() throws Exception {
        List<String> options = new ArrayList<>(SourceGateway.demo(exported.resolve("gateway"), FIRST, 1000, 2000, 7)
                .options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + (FIRST + 999), LOCATION));
        new ExporterJar(exported)
                .run(options, "--heightPartitionSize=250", "--maxFileRows=1000")
                .requireExit(0);
    }

    @BeforeEach
    void copy() throws Exception {
        Tampering.copy(exported.resolve("gateway"), directory.resolve("gateway"));
        Tampering.copy(exported.resolve("warehouse"), directory.resolve("warehouse"));
        gateway = SourceGateway.at(directory.resolve("gateway"));
        tables = new Tampering(directory.resolve("warehouse"));
    }

    @Test
    void tablesAsTheyWereExportedHaveNoDifferences() throws Exception {
        ExporterJar.Ended ended = verify().requireExit(0);

        assertThat(ended.out())
                .contains("no differences")
                .contains("transactions")
                .doesNotContain("different:");
        // The gateway lacks blocks, and so do the tables.
        assertThat(ended.out())
                .containsPattern("information: table blocks: \\d+ blocks have no row, nor has the source");
        assertThat(verify("--offline").requireExit(0).out()).contains("the source was not asked");
        assertThat(verify("--counts").requireExit(0).out()).contains("Counted");
    }

    @Test
    void aRangeIsVerifiedByWholePartitions() throws Exception {
        Files.delete(tables.files("blocks").get(0));

        ExporterJar.Ended ended = verify("--startHeight=1400300", "--endHeight=1400600", "--json");

        JsonNode result = new ObjectMapper().readTree(ended.requireExit(0).out());
        assertThat(result.get("range").asText()).isEqualTo("1400250-1400749");
        assertThat(result.get("tables").get(2).get("partitions").asInt()).isEqualTo(2);
        assertThat(verify("--startHeight=1500000").requireExit(2).err())
                .contains("nothing of the range", "1400000-1400999");
    }

    @Test
    void aFlippedByteIsFound() throws Exception {
        Path file = tables.files("tags").get(1);
        Tampering.flipByte(file);

        assertDifference("tags", file, "file-changed", asked());
        assertDifference("tags", file, "file-changed", asked("--offline"));
    }

    @Test
    void aFileWithTheContentOfAnotherIsFound() throws Exception {
        List<Path> files = tables.files("transactions");
        Tampering.replace(files.get(0), files.get(1));

        assertDifference("transactions", files.get(0), "file-changed", asked("--offline"));
    }

    @Test
    void aFileWithOtherContentOfTheSameSizeIsFound() throws Exception {
        Path file = tables.files("blocks").get(2);
        byte[] zeros = new byte[(int) Files.size(file)];
        Files.write(file, zeros);

        assertDifference("blocks", file, "file-changed", asked("--offline"));
    }

    @Test
    void aMissingFileIsFound() throws Exception {
        Path file = tables.files("tags").get(0);
        Files.delete(file);

        assertDifference("tags", file, "file-missing", asked());
        assertDifference("tags", file, "file-missing", asked("--counts"));
    }

    @Test
    void aWrongRecordCountInAManifestIsFound() throws Exception {
        Path file = tables.files("transactions").get(0);
        long[] rows = new long[1];
        tables.changeManifests(
                "transactions",
                entries -> entries.stream()
                        .filter(entry -> Tampering.isOf(entry, file))
                        .map(Tampering::dataFile)
                        .forEach(described -> {
                            rows[0] = (long) described.get("record_count");
                            described.put("record_count", rows[0] + 1);
                        }));

        for (ExporterJar.Ended ended : List.of(asked(), asked("--offline"), asked("--counts"))) {
            JsonNode difference = assertDifference("transactions", file, "record-count", ended);
            assertThat(difference.get("expected").asText()).isEqualTo(rows[0] + " rows");
            assertThat(difference.get("found").asText()).isEqualTo(rows[0] + 1 + " rows");
        }
    }

    @Test
    void wrongBoundsAndNullCountsInAManifestAreFound() throws Exception {
        Path file = tables.files("blocks").get(1);
        tables.changeManifests(
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

        ExporterJar.Ended ended = asked("--offline");

        assertDifference("blocks", file, "null-count", ended);
        assertThat(assertDifference("blocks", file, "upper-bound", ended)
                        .get("message")
                        .asText())
                .contains("column height");
    }

    @Test
    void aFileThatOverlapsAnotherPartitionIsFound() throws Exception {
        Path file = tables.files("blocks").get(1);
        tables.changeManifests(
                "blocks",
                entries -> entries.stream()
                        .filter(entry -> Tampering.isOf(entry, file))
                        .map(Tampering::dataFile)
                        .forEach(described -> ((GenericRecord) described.get("partition")).put(0, FIRST)));

        JsonNode difference = difference("partition-overlap", asked("--offline").requireExit(3));

        assertThat(difference.get("table").asText()).isEqualTo("blocks");
        assertThat(difference.get("partition").asText()).isEqualTo("1400000-1400249");
        assertThat(difference.get("file").asText()).isEqualTo(file.toString());
    }

    @Test
    void aFileThatIsInTheTableTwiceIsFound() throws Exception {
        Path file = tables.files("transactions").get(0);
        Path second =
                file.resolveSibling(file.getFileName().toString().replaceFirst("_(\\d+)_([0-9a-z]{26})", "_99_$2"));
        Files.copy(file, second);
        tables.changeManifests("transactions", entries -> {
            GenericRecord entry = entries.stream()
                    .filter(one -> Tampering.isOf(one, file))
                    .findFirst()
                    .orElseThrow();
            GenericRecord again = GenericData.get().deepCopy(entry.getSchema(), entry);
            GenericRecord described = Tampering.dataFile(again);
            described.put(
                    "file_path",
                    described
                            .get("file_path")
                            .toString()
                            .replace(
                                    file.getFileName().toString(),
                                    second.getFileName().toString()));
            entries.add(again);
        });

        ExporterJar.Ended ended = asked();

        assertDifference("transactions", second, "file-unrecorded", ended);
        JsonNode repeated = difference("rows-repeated", ended);
        assertThat(repeated.get("partition").asText()).isEqualTo(Tampering.partition(file));
        assertThat(difference("repeated-id-is-data-item", asked("--offline").requireExit(3))
                        .get("message")
                        .asText())
                .contains("2 rows have the same id");
    }

    @Test
    void aDoubledRowIsFound() throws Exception {
        Path file = tables.files("blocks").get(3);
        tables.rewrite("blocks", file, "FROM old UNION ALL (FROM old ORDER BY height LIMIT 1)");

        ExporterJar.Ended ended = asked();

        assertThat(difference("rows-repeated", ended.requireExit(3))
                        .get("partition")
                        .asText())
                .isEqualTo(Tampering.partition(file));
        assertThat(difference("repeated-height", ended).get("table").asText()).isEqualTo("blocks");
        assertThat(difference("content-differs", asked("--offline").requireExit(3))
                        .get("partition")
                        .asText())
                .isEqualTo(Tampering.partition(file));
    }

    @Test
    void aHeightThatWasLostIsToldFromOneThatTheSourceHasNot() throws Exception {
        Path file = tables.files("blocks").get(0);
        String height =
                ExportedTables.valuesOf(file, List.of("min(height) + 3")).get(0);
        String hash = gateway.text("core", "SELECT lower(hex(indep_hash)) FROM stable_blocks WHERE height = " + height);
        tables.rewrite("blocks", file, "FROM old WHERE height <> " + height);

        ExporterJar.Ended ended = asked();

        JsonNode lost = difference("rows-lost", ended.requireExit(3));
        assertThat(lost.get("table").asText()).isEqualTo("blocks");
        assertThat(lost.get("partition").asText()).isEqualTo(Tampering.partition(file));
        assertThat(lost.get("message").asText())
                .startsWith("rows of the source that the table lacks")
                .endsWith(": 1, for example height " + height + ", indep_hash " + hash);
    }

    @Test
    void aTagThatWasLostIsFoundWithoutTheSource() throws Exception {
        Path file = tables.files("tags").get(0);
        tables.rewrite("tags", file, "SELECT * FROM old OFFSET 1");

        assertThat(difference("tag-count", asked("--offline").requireExit(3))
                        .get("message")
                        .asText())
                .startsWith("rows of transactions have another number of tags than their tag_count says: 1,");
    }

    @Test
    void aRowThatTheSourceHasPrunedIsNoDifference() throws Exception {
        String item = gateway.text("bundles", "SELECT hex(id) FROM stable_data_items WHERE tag_count > 0 LIMIT 1");
        gateway.change(
                "bundles",
                "DELETE FROM stable_data_item_tags WHERE data_item_id = x'" + item + "'",
                "DELETE FROM stable_data_items WHERE id = x'" + item + "'");

        ExporterJar.Ended ended = verify().requireExit(0);

        assertThat(ended.out()).contains("rows that the source has pruned: 1");
        assertThat(verify("--counts").requireExit(0).out())
                .contains("rows more than in the source, which may have pruned them: 1");
    }

    @Test
    void aRowThatTheSourceLostAndDoesNotPruneIsFound() throws Exception {
        String id = gateway.text("core", "SELECT hex(id) FROM stable_transactions WHERE tag_count = 0 LIMIT 1");
        String height = gateway.text("core", "SELECT height FROM stable_transactions WHERE id = x'" + id + "'");
        gateway.change("core", "DELETE FROM stable_transactions WHERE id = x'" + id + "'");

        JsonNode surplus = difference("rows-surplus", asked().requireExit(3));

        assertThat(surplus.get("table").asText()).isEqualTo("transactions");
        assertThat(surplus.get("partition").asText()).isEqualTo(partitionOf(height));
        assertThat(surplus.get("message").asText())
                .contains("height " + height + ", id " + id.toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void aRowThatTheTablesLackIsFound() throws Exception {
        String height = gateway.text(
                "core",
                "SELECT min(height) + 1 FROM stable_blocks b WHERE NOT EXISTS"
                        + " (SELECT 1 FROM stable_blocks n WHERE n.height = b.height + 1)");
        String columns = gateway.text(
                "core",
                "SELECT group_concat(name, ', ') FROM pragma_table_info('stable_blocks')"
                        + " WHERE name NOT IN ('height', 'indep_hash', 'tx_count', 'missing_tx_count')");
        gateway.change(
                "core",
                "INSERT INTO stable_blocks (height, indep_hash, tx_count, missing_tx_count, " + columns + ") SELECT "
                        + height + ", randomblob(48), 0, 0, " + columns + " FROM stable_blocks LIMIT 1");

        JsonNode lost = difference("rows-lost", asked().requireExit(3));

        assertThat(lost.get("partition").asText()).isEqualTo(partitionOf(height));
        assertThat(lost.get("message").asText()).contains("height " + height);
        assertThat(difference("row-count", asked("--counts").requireExit(3))
                        .get("partition")
                        .asText())
                .isEqualTo(partitionOf(height));
    }

    @Test
    void aChangedValueIsNamedWithBothSides() throws Exception {
        String id = gateway.text("bundles", "SELECT hex(max(id)) FROM stable_data_items");
        String height = gateway.text("bundles", "SELECT height FROM stable_data_items WHERE id = x'" + id + "'");
        gateway.change("bundles", "UPDATE stable_data_items SET data_size = 4711 WHERE id = x'" + id + "'");

        JsonNode changed = difference("rows-changed", asked().requireExit(3));

        assertThat(changed.get("partition").asText()).isEqualTo(partitionOf(height));
        assertThat(changed.get("message").asText())
                .contains(id.toLowerCase(java.util.Locale.ROOT), "data_size is 4711 in the source and ");
    }

    @Test
    void aValueThatTheTableCannotHaveIsShown() throws Exception {
        String id = gateway.text("bundles", "SELECT hex(max(id)) FROM stable_data_items");
        gateway.change("bundles", "UPDATE stable_data_items SET data_size = 'many' WHERE id = x'" + id + "'");

        assertThat(difference("rows-changed", asked().requireExit(3))
                        .get("message")
                        .asText())
                .contains("data_size is the text 'many' in the source");
    }

    @Test
    void theRealPairHasNoDifferences() throws Exception {
        SourceGateway real = SourceGateway.real(directory.resolve("real"));
        List<String> options = new ArrayList<>(real.options());
        options.addAll(List.of("--startHeight=1", "--endHeight=982575", "--warehouseDir=real-tables"));
        ExporterJar jar = new ExporterJar(directory);
        jar.run(options).requireExit(0);

        ExporterJar.Ended ended = jar.run(
                List.of("verify"),
                "--warehouseDir=real-tables",
                "--coreDb=" + real.file("core"),
                "--bundlesDb=" + real.file("bundles"));

        assertThat(ended.requireExit(0).out())
                .contains("no differences")
                .contains("982374 blocks have no row, nor has the source: 201-982574")
                // One block of it names 3 transactions, and the gateway holds 5 of them.
                .containsPattern("information: .*blocks have more layer-1 .*height 982575: .*; so it is in the source")
                .contains("blocks have fewer layer-1 transactions than their tx_count says");
    }

    @Test
    void whatCannotBeVerifiedIsRefused() throws Exception {
        assertThat(new ExporterJar(directory)
                        .run(List.of("verify", "--warehouseDir=nothing", "--offline"))
                        .requireExit(2)
                        .err())
                .contains("there are no tables of the dataset ario");
        assertThat(verify("--offline", "--counts").requireExit(2).err()).contains("contradict each other");
        assertThat(new ExporterJar(directory)
                        .run(List.of(
                                "verify", LOCATION, "--coreDb=nothing.db", "--bundlesDb=" + gateway.file("bundles")))
                        .requireExit(2)
                        .err())
                .contains("does not exist", "nothing.db");
    }

    private static String partitionOf(String height) {
        long first = Long.parseLong(height) / 250 * 250;
        return first + "-" + (first + 249);
    }

    private JsonNode assertDifference(String table, Path file, String code, ExporterJar.Ended ended) throws Exception {
        JsonNode difference = difference(code, ended.requireExit(3));
        assertThat(difference.get("table").asText()).isEqualTo(table);
        assertThat(difference.get("partition").asText()).isEqualTo(Tampering.partition(file));
        assertThat(difference.get("file").asText()).isEqualTo(file.toString());
        return difference;
    }

    /** The first difference with a code; a missing node where there is none. */
    private static JsonNode difference(String code, ExporterJar.Ended ended) throws Exception {
        for (JsonNode difference : new ObjectMapper().readTree(ended.out()).get("differences")) {
            if (difference.get("code").asText().equals(code)) {
                return difference;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** As {@link #verify}, with the result as JSON. */
    private ExporterJar.Ended asked(String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--json");
        return verify(all.toArray(String[]::new));
    }

    private ExporterJar.Ended verify(String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of("verify", LOCATION));
        options.add("--coreDb=" + gateway.file("core"));
        options.add("--bundlesDb=" + gateway.file("bundles"));
        return new ExporterJar(directory).run(options, more);
    }
}
