package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code exporter verify} says of tables beside the source that they came from, as it is now. */
@Timeout(900)
class VerifyIT extends VerifiedCase {
    @Test
    void tablesAsTheyWereExportedHaveNoDifferences() throws Exception {
        ExporterJar.Ended ended = verified.verify().requireExit(0);

        assertThat(ended.out())
                .contains("no differences")
                .contains("transactions")
                .doesNotContain("different:");
        // The gateway lacks blocks, and so do the tables.
        assertThat(ended.out())
                .containsPattern("information: table blocks: \\d+ blocks have no row, nor has the source");
        assertThat(verified.verify("--offline").requireExit(0).out()).contains("the source was not asked");
        assertThat(verified.verify("--counts").requireExit(0).out()).contains("Counted");
    }

    @Test
    void aRangeIsVerifiedByWholePartitions() throws Exception {
        Files.delete(verified.tables().files("blocks").get(0));

        ExporterJar.Ended ended = verified.verify("--startHeight=1400300", "--endHeight=1400600", "--json");

        JsonNode result = new ObjectMapper().readTree(ended.requireExit(0).out());
        assertThat(result.get("range").asText()).isEqualTo("1400250-1400749");
        assertThat(result.get("tables").get(2).get("partitions").asInt()).isEqualTo(2);
        assertThat(verified.verify("--startHeight=1500000").requireExit(2).err())
                .contains("nothing of the range", "1400000-1400999");
        assertThat(verified.verify("--endHeight=500").requireExit(2).err())
                .contains("nothing of the range", "1400000-1400999");
    }

    @Test
    void aHeightThatWasLostIsToldFromOneThatTheSourceHasNot() throws Exception {
        Path file = verified.tables().files("blocks").get(0);
        String height =
                ExportedTables.valuesOf(file, List.of("min(height) + 3")).get(0);
        String hash = verified.gateway()
                .text("core", "SELECT lower(hex(indep_hash)) FROM stable_blocks WHERE height = " + height);
        verified.tables().rewrite("blocks", file, "FROM old WHERE height <> " + height);

        ExporterJar.Ended ended = verified.asked();

        JsonNode lost = VerifiedTables.difference("rows-lost", ended.requireExit(3));
        assertThat(lost.get("table").asText()).isEqualTo("blocks");
        assertThat(lost.get("partition").asText()).isEqualTo(Tampering.partition(file));
        assertThat(lost.get("message").asText())
                .startsWith("rows of the source that the table lacks")
                .endsWith(": 1, for example height " + height + ", indep_hash " + hash);
    }

    @Test
    void aRowThatTheSourceHasPrunedIsNoDifference() throws Exception {
        String item =
                verified.gateway().text("bundles", "SELECT hex(id) FROM stable_data_items WHERE tag_count > 0 LIMIT 1");
        verified.gateway()
                .change(
                        "bundles",
                        "DELETE FROM stable_data_item_tags WHERE data_item_id = x'" + item + "'",
                        "DELETE FROM stable_data_items WHERE id = x'" + item + "'");

        ExporterJar.Ended ended = verified.verify().requireExit(0);

        assertThat(ended.out()).contains("rows that the source has pruned: 1");
        assertThat(verified.verify("--counts").requireExit(0).out())
                .contains("rows more than in the source, which may have pruned them: 1");
    }

    @Test
    void aRowThatTheSourceLostAndDoesNotPruneIsFound() throws Exception {
        String id =
                verified.gateway().text("core", "SELECT hex(id) FROM stable_transactions WHERE tag_count = 0 LIMIT 1");
        String height =
                verified.gateway().text("core", "SELECT height FROM stable_transactions WHERE id = x'" + id + "'");
        verified.gateway().change("core", "DELETE FROM stable_transactions WHERE id = x'" + id + "'");

        JsonNode surplus =
                VerifiedTables.difference("rows-surplus", verified.asked().requireExit(3));

        assertThat(surplus.get("table").asText()).isEqualTo("transactions");
        assertThat(surplus.get("partition").asText()).isEqualTo(partitionOf(height));
        assertThat(surplus.get("message").asText())
                .contains("height " + height + ", id " + id.toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void aRowThatTheTablesLackIsFound() throws Exception {
        String height = verified.gateway()
                .text(
                        "core",
                        "SELECT min(height) + 1 FROM stable_blocks b WHERE NOT EXISTS"
                                + " (SELECT 1 FROM stable_blocks n WHERE n.height = b.height + 1)");
        String columns = verified.gateway()
                .text(
                        "core",
                        "SELECT group_concat(name, ', ') FROM pragma_table_info('stable_blocks')"
                                + " WHERE name NOT IN ('height', 'indep_hash', 'tx_count', 'missing_tx_count')");
        verified.gateway()
                .change(
                        "core",
                        "INSERT INTO stable_blocks (height, indep_hash, tx_count, missing_tx_count, " + columns
                                + ") SELECT " + height + ", randomblob(48), 0, 0, " + columns
                                + " FROM stable_blocks LIMIT 1");

        JsonNode lost = VerifiedTables.difference("rows-lost", verified.asked().requireExit(3));

        assertThat(lost.get("partition").asText()).isEqualTo(partitionOf(height));
        assertThat(lost.get("message").asText()).contains("height " + height);
        assertThat(VerifiedTables.difference(
                                "row-count", verified.asked("--counts").requireExit(3))
                        .get("partition")
                        .asText())
                .isEqualTo(partitionOf(height));
    }

    @Test
    void aChangedValueIsNamedWithBothSides() throws Exception {
        String id = verified.gateway().text("bundles", "SELECT hex(max(id)) FROM stable_data_items");
        String height =
                verified.gateway().text("bundles", "SELECT height FROM stable_data_items WHERE id = x'" + id + "'");
        verified.gateway().change("bundles", "UPDATE stable_data_items SET data_size = 4711 WHERE id = x'" + id + "'");

        JsonNode changed =
                VerifiedTables.difference("rows-changed", verified.asked().requireExit(3));

        assertThat(changed.get("partition").asText()).isEqualTo(partitionOf(height));
        assertThat(changed.get("message").asText())
                .contains(id.toLowerCase(java.util.Locale.ROOT), "data_size is 4711 in the source and ");
    }

    @Test
    void aValueThatTheTableCannotHaveIsShown() throws Exception {
        String id = verified.gateway().text("bundles", "SELECT hex(max(id)) FROM stable_data_items");
        verified.gateway()
                .change("bundles", "UPDATE stable_data_items SET data_size = 'many' WHERE id = x'" + id + "'");

        assertThat(VerifiedTables.difference("rows-changed", verified.asked().requireExit(3))
                        .get("message")
                        .asText())
                .contains("data_size is the text 'many' in the source");
    }

    @Test
    void theRealPairHasNoDifferences() throws Exception {
        SourceGateway real = SourceGateway.real(directory.resolve("real"));
        List<String> options = new ArrayList<>(real.options());
        options.addAll(List.of("--startHeight=1", "--endHeight=982575", "--warehouseDir=real-tables"));
        Exporter exporter = new ExporterHere(directory);
        exporter.run(options).requireExit(0);

        ExporterJar.Ended ended = exporter.run(
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
        assertThat(new ExporterHere(directory)
                        .run(List.of("verify", "--warehouseDir=nothing", "--offline"))
                        .requireExit(2)
                        .err())
                .contains("there are no tables of the dataset ario");
        assertThat(verified.verify("--offline", "--counts").requireExit(2).err())
                .contains("contradict each other");
        assertThat(new ExporterHere(directory)
                        .run(List.of(
                                "verify",
                                VerifiedTables.LOCATION,
                                "--coreDb=nothing.db",
                                "--bundlesDb=" + verified.gateway().file("bundles")))
                        .requireExit(2)
                        .err())
                .contains("does not exist", "nothing.db");
    }

    private static String partitionOf(String height) {
        long first = Long.parseLong(height) / 250 * 250;
        return first + "-" + (first + 249);
    }
}
