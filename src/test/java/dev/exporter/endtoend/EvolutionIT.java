package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that an older version of the dataset has made, exported into by a newer one. */
@Timeout(900)
class EvolutionIT {
    private static final long FIRST = 1_400_000;
    private static final long MIDDLE = 1_400_299;
    private static final long LAST = 1_400_599;

    @TempDir
    static Path shared;

    static SourceGateway gateway;
    static EditedDataset older;
    static EditedDataset newer;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGatewayAndTwoVersions() throws Exception {
        gateway = SourceGateway.demo(shared.resolve("gateway"), FIRST, (int) (LAST - FIRST + 1), 1500, 5);
        older = EditedDataset.withoutContentEncoding(shared.resolve("older"));
        newer = EditedDataset.ofVersion(shared.resolve("newer"), 2);
    }

    @Test
    void aColumnComesWithTheFirstCommitThatHasItAndOldRowsHaveNullThere() throws Exception {
        export(gateway, older, FIRST, MIDDLE).requireExit(0);
        List<Path> before = tables().paths("transactions");

        ExporterJar.Ended plan = run("plan", gateway, newer, MIDDLE + 1, LAST).requireExit(0);
        assertThat(plan.out()).contains("    adds the column content_encoding string\n");
        assertThat(tables().table("transactions").schema().findField(28)).isNull();

        export(gateway, newer, MIDDLE + 1, LAST).requireExit(0);

        Table table = tables().table("transactions");
        assertThat(table.schema().findField(28)).isEqualTo(optional(28, "content_encoding", Types.StringType.get()));
        assertThat(table.currentSnapshot().schemaId()).isEqualTo(table.schema().schemaId());
        assertThat(table.snapshots()).hasSize(2);
        assertThat(tables().paths("transactions")).containsAll(before);
        for (String name : ExportedTables.NAMES) {
            assertThat(tables().table(name).properties()).containsEntry("exporter.dataset-version", "2");
        }
        SourceGateway expected = withoutEncodingsUpTo(MIDDLE);
        requireRows(expected, LAST);
        String counts = expected.text("core", "SELECT count(content_encoding) FROM stable_transactions");
        assertThat(query("SELECT count(content_encoding) FROM transactions WHERE NOT is_data_item"))
                .contains(counts);
        assertThat(export(gateway, older, FIRST, MIDDLE).requireExit(2).err())
                .contains("version 2 of the dataset has written it, and this is version 1");
    }

    @Test
    void partitionsThatHaveNoValueOfANewColumnKeepTheirFiles() throws Exception {
        SourceGateway some = gateway.copiedTo(directory.resolve("some"));
        String inThePartition = " SET content_encoding = NULL WHERE height BETWEEN 1400100 AND 1400199";
        some.change("core", "UPDATE stable_transactions" + inThePartition);
        some.change("bundles", "UPDATE stable_data_items" + inThePartition);
        export(some, older, FIRST, MIDDLE).requireExit(0);
        List<Path> before = tables().paths("transactions");

        ExporterJar.Ended ended = export(some, newer, FIRST, MIDDLE).requireExit(0);

        assertThat(ended.err())
                .contains("table transactions: the first commit adds the column content_encoding string");
        List<Path> kept = new ArrayList<>(before);
        kept.retainAll(tables().paths("transactions"));
        assertThat(kept).isNotEmpty().allMatch(file -> file.toString().contains("height=1400100-1400199"));
        requireRows(some, MIDDLE);
    }

    /** Old files give rows outside the range, rows that the source has pruned, keys to compare, and the identity. */
    @ParameterizedTest
    @CsvSource({"--readBy=index", "--readBy=scan"})
    void rowsOfOldFilesAreTakenOverByTheirFieldIds(String way) throws Exception {
        EditedDataset narrower = EditedDataset.withoutContentEncoding(directory.resolve("narrower"))
                .with("{id: 7, name: tx_count, type: long}", "{id: 7, name: tx_count, type: int}")
                .with("{id: 14, name: weave_size, type: long}", "{id: 14, name: weave, type: long}")
                .with(
                        "{id: 3, name: previous_block, type: binary, bounds: none}",
                        "{id: 3, name: block_before, type: binary, bounds: none}")
                .with("previous: previous_block,", "previous: block_before,")
                .with(
                        "{id: 7, name: reward, type: \"decimal(20,0)\"}",
                        "{id: 7, name: reward, type: \"decimal(18,0)\"}")
                .with("ario/blocks.sql", "weave_size,", "weave_size AS weave,")
                .with("ario/blocks.sql", "previous_block,", "previous_block AS block_before,");
        export(gateway, narrower, FIRST, LAST).requireExit(0);
        SourceGateway pruned = gateway.copiedTo(directory.resolve("pruned"));
        String old = " (SELECT id FROM stable_data_items WHERE height % 3 = 0)";
        pruned.change(
                "bundles",
                "DELETE FROM stable_data_item_tags WHERE data_item_id IN" + old,
                "DELETE FROM stable_data_items WHERE id IN" + old);
        pruned.change("core", "UPDATE stable_blocks SET weave_size = weave_size + 1");

        ExporterJar.Ended plan =
                run("plan", pruned, newer, FIRST + 50, LAST - 50).requireExit(0);
        assertThat(plan.out())
                .contains("    renames the column weave to weave_size\n")
                .contains("    renames the column block_before to previous_block\n")
                .contains("    widens the column tx_count from int to long\n")
                .contains("    widens the column reward from decimal(18, 0) to decimal(20, 0)\n");
        export(pruned, newer, FIRST + 50, LAST - 50, way).requireExit(0);

        assertThat(tables().table("blocks").schema().findField(7))
                .isEqualTo(optional(7, "tx_count", Types.LongType.get()));
        SourceGateway expected = gateway.copiedTo(directory.resolve("expected"));
        String inside = " height BETWEEN " + (FIRST + 50) + " AND " + (LAST - 50);
        String encoding = " SET content_encoding = NULL WHERE NOT" + inside;
        expected.change(
                "core",
                "UPDATE stable_transactions" + encoding,
                "UPDATE stable_blocks SET weave_size = weave_size + 1 WHERE" + inside);
        expected.change("bundles", "UPDATE stable_data_items" + encoding + " OR height % 3 = 0");
        requireRows(expected, LAST);
    }

    @Test
    void filesOfOlderAndNewerColumnsAreReadTogether() throws Exception {
        EditedDataset narrower = EditedDataset.withoutContentEncoding(directory.resolve("narrower"))
                .with("{id: 7, name: tx_count, type: long}", "{id: 7, name: tx_count, type: int}")
                .with("{id: 14, name: weave_size, type: long}", "{id: 14, name: weave, type: long}")
                .with(
                        "{id: 7, name: reward, type: \"decimal(20,0)\"}",
                        "{id: 7, name: reward, type: \"decimal(18,0)\"}")
                .with("ario/blocks.sql", "weave_size,", "weave_size AS weave,");
        export(gateway, narrower, FIRST, MIDDLE).requireExit(0);

        export(gateway, newer, MIDDLE + 1, LAST).requireExit(0);

        SourceGateway expected = withoutEncodingsUpTo(MIDDLE);
        requireRows(expected, LAST);
        assertThat(query("SELECT sum(weave_size)::VARCHAR, sum(tx_count)::VARCHAR FROM blocks"))
                .contains(expected.text("core", "SELECT sum(weave_size) || ',' || sum(tx_count) FROM stable_blocks"));
        assertThat(query("SELECT sum(reward)::VARCHAR FROM transactions"))
                .contains(expected.text("core", "SELECT sum(CAST(reward AS INTEGER)) FROM stable_transactions"));
        // A widened or renamed column is no other content.
        assertThat(export(gateway, newer, FIRST, MIDDLE, "--json")
                        .requireExit(0)
                        .out())
                .containsPattern("\"name\":\"blocks\",\"rows\":0,\"files\":0,");
    }

    @ParameterizedTest
    @CsvSource({"BEFORE_METADATA, 2, 1", "AFTER_METADATA, 2, 2", "BETWEEN_TABLES, 1, 1"})
    void aKillInACommitLeavesEachTableAsItWasOrCommitted(FaultPoint point, int pass, int evolved) throws Exception {
        export(gateway, older, FIRST, MIDDLE).requireExit(0);
        ExporterJar.Ended killed = ExporterJar.launched(directory, "-Dexporter.faults=" + point.text() + ":" + pass)
                .start(options(gateway, newer, FIRST, LAST))
                .awaitLog("event=fault")
                .kill();
        String run = killed.logged("start", "run");

        int newTables = 0;
        for (String name : ExportedTables.NAMES) {
            Table table = tables().table(name);
            Snapshot snapshot = table.currentSnapshot();
            boolean isNew = run.equals(snapshot.summary().get("exporter.run-id"));
            newTables += isNew ? 1 : 0;
            assertThat(table.properties()).containsEntry("exporter.dataset-version", isNew ? "2" : "1");
            assertThat(table.schema().schemaId()).as(name).isEqualTo(snapshot.schemaId());
            if (name.equals("transactions")) {
                assertThat(table.schema().findField("content_encoding") != null).isEqualTo(isNew);
            }
        }
        assertThat(newTables).isEqualTo(evolved);

        assertThat(new ExporterHere(directory)
                        .run(options(gateway, newer, FIRST, LAST), "--resume")
                        .requireExit(0)
                        .logged("resume", "run"))
                .isEqualTo(run);
        requireRows(gateway, LAST);
        assertThat(directory.resolve("warehouse/.exporter/runs")).isEmptyDirectory();
    }

    @Test
    void maintenanceLeavesRowsFromBeforeAColumnAsTheyAre() throws Exception {
        export(gateway, older, FIRST, MIDDLE, "--maxFileRows=100").requireExit(0);
        export(gateway, newer, MIDDLE + 1, LAST, "--maxFileRows=100").requireExit(0);
        List<Path> old = tables().paths("transactions").stream()
                .filter(file -> Tampering.partition(file).compareTo("1400300") < 0)
                .toList();
        verify().requireExit(0);

        ExporterJar.Ended ended = new ExporterHere(directory)
                .run(List.of("maintain", "--yes", newer.option()))
                .requireExit(0);

        verify().requireExit(0);
        assertThat(ended.out() + ended.err())
                .contains("table transactions: partitions that are not compacted", "a column was added: 3; export");
        assertThat(tables().paths("transactions")).containsAll(old).hasSize(old.size() + 3);
    }

    private ExporterJar.Ended verify() throws Exception {
        return new ExporterHere(directory)
                .run(List.of(
                        "verify",
                        newer.option(),
                        "--coreDb=" + gateway.file("core"),
                        "--bundlesDb=" + gateway.file("bundles")));
    }

    private SourceGateway withoutEncodingsUpTo(long height) throws Exception {
        SourceGateway other = gateway.copiedTo(directory.resolve("without"));
        other.change("core", "UPDATE stable_transactions SET content_encoding = NULL WHERE height <= " + height);
        other.change("bundles", "UPDATE stable_data_items SET content_encoding = NULL WHERE height <= " + height);
        return other;
    }

    private void requireRows(SourceGateway of, long last) throws Exception {
        for (String name : ExportedTables.NAMES) {
            RowTexts.requireSame(IcebergRows.of(tables().table(name)), of.rows(name, FIRST, last), name);
        }
    }

    private ExportedTables tables() {
        return new ExportedTables(directory.resolve("warehouse"));
    }

    private static Types.NestedField optional(int id, String name, org.apache.iceberg.types.Type type) {
        return Types.NestedField.optional(id, name, type);
    }

    private String query(String sql) throws Exception {
        return new ExporterHere(directory)
                .run(List.of("query", sql, "--format=csv"))
                .requireExit(0)
                .out();
    }

    private ExporterJar.Ended export(SourceGateway from, EditedDataset dataset, long first, long last, String... more)
            throws Exception {
        return new ExporterHere(directory).run(options(from, dataset, first, last), more);
    }

    private ExporterJar.Ended run(String command, SourceGateway from, EditedDataset dataset, long first, long last)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(options(from, dataset, first, last));
        return new ExporterHere(directory).run(all);
    }

    private static List<String> options(SourceGateway from, EditedDataset dataset, long first, long last) {
        List<String> options = new ArrayList<>(from.options());
        options.addAll(List.of("--startHeight=" + first, "--endHeight=" + last, dataset.option()));
        options.add("--heightPartitionSize=100");
        return options;
    }
}
