package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exports of a gateway that prunes data items, and gets others, in between. What the tables must hold is read from a
 * gateway that never pruned.
 */
@Timeout(900)
class PrunedSourceIT {
    private static final long FIRST = InterruptedExport.FIRST;
    private static final long LAST = InterruptedExport.LAST;
    /** The third of the items that was indexed first, as a gateway prunes. */
    private static final String OLD = "indexed_at < (SELECT indexed_at FROM stable_data_items ORDER BY indexed_at"
            + " LIMIT 1 OFFSET (SELECT count(*) / 3 FROM stable_data_items))";

    @TempDir
    static Path shared;

    static Path directory;
    static SourceGateway whole;
    static KeptFolder exported;

    @BeforeAll
    static void exportOnce() throws Exception {
        directory = Files.createDirectory(shared.resolve("here"));
        whole = InterruptedExport.gateway(directory.resolve("whole"));
        export(whole, FIRST, LAST).requireExit(0);
        exported = KeptFolder.of(directory, shared.resolve("exported"));
    }

    @BeforeEach
    void begin() throws Exception {
        exported.restore();
    }

    @ParameterizedTest
    @CsvSource({
        "--readBy=index, --parallelism=2",
        "--readBy=scan, --reader=pages",
        "--readBy=scan, --reader=jdbc",
        "--readBy=scan, --spoolLimit=1KB"
    })
    void whatAGatewayPrunedStaysAndLateItemsComeBesideIt(String way, String how) throws Exception {
        SourceGateway pruned = pruneAndAddMore();

        ExporterJar.Ended again = export(pruned, FIRST, LAST, way, how).requireExit(0);

        ExportedTables tables = tables();
        tables.requireRowsOf(whole, FIRST, LAST);
        assertThat(again.err()).containsPattern("table transactions: kept [1-9]\\d* rows that the source has pruned");

        List<Path> files = allPaths(tables);
        export(pruned, FIRST, LAST, way, how).requireExit(0);
        assertThat(allPaths(tables))
                .as("an unchanged partition keeps its files")
                .isEqualTo(files);
    }

    @ParameterizedTest
    @CsvSource({"--readBy=index", "--readBy=scan"})
    void aRangeThatCutsPartitionsKeepsWhatIsOutsideItAndWhatWasPrunedInsideIt(String way) throws Exception {
        SourceGateway pruned = pruneAndAddMore();

        export(pruned, FIRST + 100, LAST - 101, way).requireExit(0);

        RowTexts.requireSame(
                tables().rows("transactions").stream()
                        .filter(row -> isBetween(row, FIRST + 100, LAST - 101))
                        .toList(),
                whole.rows("transactions", FIRST + 100, LAST - 101),
                "transactions inside");
        export(pruned, FIRST, LAST, way).requireExit(0);
        tables().requireRowsOf(whole, FIRST, LAST);
    }

    @Test
    void anItemThatTheSourceStillHoldsTakesItsTagsAndOneThatItLostAllTagsOfKeepsThem() throws Exception {
        SourceGateway changing = whole.copiedTo(directory.resolve("changing"));
        String some = "SELECT data_item_id FROM stable_data_item_tags GROUP BY 1 HAVING count(*) > 2 ORDER BY 1";
        String changed = "(" + some + " LIMIT 5)";
        assertThat(changing.change(
                        "bundles",
                        "DELETE FROM stable_data_item_tags WHERE data_item_tag_index > 0 AND data_item_id IN "
                                + changed))
                .isPositive();
        // The same items: fewer tags is what they now have.
        whole.change(
                "bundles",
                "DELETE FROM stable_data_item_tags WHERE data_item_tag_index > 0 AND data_item_id IN " + changed);
        changing.change(
                "bundles", "DELETE FROM stable_data_item_tags WHERE data_item_id IN (" + some + " LIMIT 5 OFFSET 5)");

        export(changing, FIRST, LAST).requireExit(0);

        tables().requireRowsOf(whole, FIRST, LAST);
    }

    @Test
    void aKilledExportThatKeepsPrunedRowsGoesOnThoughTheGatewayPrunesMore() throws Exception {
        SourceGateway pruned = pruneAndAddMore();
        InterruptedExport second = new InterruptedExport(directory, pruned, 200, 1);
        second.begin().await(() -> second.staged("tags_").size() >= 2).kill();
        assertThat(second.staged("transactions_")).isEmpty();
        assertThat(second.run("--resume", "--replace=exact").requireExit(2).err())
                .contains("--replace exact (the run has keep)");
        prune(pruned);

        ExporterJar.Ended resumed = second.run("--resume").requireExit(0);

        assertThat(resumed.err()).doesNotContain("the source has changed since the run was interrupted");
        tables().requireRowsOf(whole, FIRST, LAST);
        assertThat(second.runFolders()).isEmpty();
    }

    /** Prunes a copy of the gateway, after both have got two new items for each that is pruned. */
    private SourceGateway pruneAndAddMore() throws Exception {
        List<String> late = new ArrayList<>();
        for (int copy = 0; copy < 2; copy++) {
            late.add("CREATE TEMP TABLE late" + copy + " AS SELECT id AS old, randomblob(32) AS new"
                    + " FROM stable_data_items WHERE " + OLD);
        }
        for (int copy = 0; copy < 2; copy++) {
            late.add("INSERT INTO stable_data_items SELECT new, parent_id, root_transaction_id, height,"
                    + " block_transaction_index, signature, anchor, owner_address, target, data_offset, data_size,"
                    + " content_type, tag_count, 9999999999, signature_type, offset, size, owner_offset, owner_size,"
                    + " signature_offset, signature_size, content_encoding, root_parent_offset"
                    + " FROM stable_data_items JOIN late" + copy + " ON id = old");
            late.add("INSERT INTO stable_data_item_tags SELECT tag_name_hash, tag_value_hash, height,"
                    + " block_transaction_index, data_item_tag_index, new, parent_id, root_transaction_id"
                    + " FROM stable_data_item_tags JOIN late" + copy + " ON data_item_id = old");
        }
        int before = items(whole);
        whole.change("bundles", late.toArray(String[]::new));
        int added = items(whole) - before;
        SourceGateway pruned = whole.copiedTo(directory.resolve("pruned"));
        int gone = before + added - prune(pruned);
        assertThat(gone).isPositive().isLessThan(added);
        return pruned;
    }

    /** Deletes the items that were indexed first, with their tags; returns the number of those that are left. */
    private static int prune(SourceGateway gateway) throws Exception {
        gateway.change(
                "bundles",
                "DELETE FROM stable_data_item_tags WHERE data_item_id IN (SELECT id FROM stable_data_items WHERE " + OLD
                        + ")",
                "DELETE FROM stable_data_items WHERE " + OLD);
        return items(gateway);
    }

    private static int items(SourceGateway gateway) throws Exception {
        return Integer.parseInt(gateway.text("bundles", "SELECT count(*) FROM stable_data_items"));
    }

    private static boolean isBetween(String row, long first, long last) {
        long height = Long.parseLong(row.replaceAll(".*, height=(\\d+),.*", "$1"));
        return first <= height && height <= last;
    }

    private ExportedTables tables() {
        return new ExportedTables(directory.resolve("warehouse"));
    }

    private static ExporterJar.Ended export(SourceGateway from, long first, long last, String... more)
            throws Exception {
        List<String> options = new ArrayList<>(from.options());
        options.addAll(List.of("--startHeight", Long.toString(first), "--endHeight", Long.toString(last)));
        options.addAll(List.of("--heightPartitionSize=250", "--maxFileRows=1500"));
        return new ExporterHere(directory).run(options, more);
    }

    private static List<Path> allPaths(ExportedTables tables) {
        List<Path> paths = new ArrayList<>();
        ExportedTables.NAMES.forEach(name -> paths.addAll(tables.paths(name)));
        return paths;
    }
}
