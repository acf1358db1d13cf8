package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chain that does not hang together is told of, wherever the break is; {@code --strict} makes it an error. */
@Timeout(900)
class ReorganisationIT {
    private static final long FIRST = 1_400_000;

    @TempDir
    Path directory;

    @Test
    void aBlockThatNamesAnotherOneThanTheBlockBeforeIsReported() throws Exception {
        SourceGateway gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 200, 400, 7);
        // Nothing but the chain is to be at fault.
        mendTags(gateway, "bundles", "stable_data_item_tags", "data_item_id", "stable_data_items");
        mendTags(gateway, "core", "stable_transaction_tags", "transaction_id", "stable_transactions");
        String within = gateway.text("core", withAPredecessor(FIRST + 20));
        String atASeam = Long.toString(FIRST + 100);
        assertThat(export(gateway, FIRST, FIRST + 199).requireExit(0).err()).doesNotContain("reorganised");

        gateway.change(
                "core",
                "UPDATE stable_blocks SET previous_block = randomblob(48) WHERE height IN (" + within + ", " + atASeam
                        + ") AND EXISTS (SELECT 1 FROM stable_blocks b WHERE b.height = stable_blocks.height - 1)");

        ExporterJar.Ended strict =
                export(gateway, FIRST, FIRST + 199, "--strict").requireExit(1);
        assertThat(strict.err()).contains("the source was reorganised").contains(within);
        assertThat(new ExportedTables(directory.resolve("warehouse"))
                        .table("blocks")
                        .snapshots())
                .hasSize(1);
        ExporterJar.Ended warned =
                export(gateway, FIRST, FIRST + 199, "--fresh").requireExit(0);
        assertThat(warned.err())
                .contains("previous_block is not the indep_hash of the block before, at height " + within);
    }

    /** The block that is gone was committed by an earlier run, and its partition is not read any more. */
    @Test
    void aBreakToAPartitionThatWasExportedBeforeIsReported() throws Exception {
        SourceGateway gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 200, 400, 8);
        long seam = FIRST + 100;
        assertThat(gateway.text(
                        "core",
                        "SELECT count(*) FROM stable_blocks WHERE height IN (" + seam + ", " + (seam - 1) + ")"))
                .isEqualTo("2");
        export(gateway, FIRST, seam - 1).requireExit(0);
        gateway.change(
                "core",
                "UPDATE stable_blocks SET indep_hash = x'0badb10c' WHERE height = " + (seam - 1),
                "UPDATE stable_blocks SET previous_block = x'0badb10c' WHERE height = " + seam);

        assertThat(export(gateway, seam, seam + 99).requireExit(0).err())
                .contains("the source was reorganised", "at height " + seam);
    }

    private static void mendTags(SourceGateway gateway, String database, String tags, String id, String rows)
            throws Exception {
        gateway.change(
                database,
                "DELETE FROM " + tags + " WHERE " + id + " NOT IN (SELECT id FROM " + rows + ")",
                "UPDATE " + tags + " SET height = (SELECT r.height FROM " + rows + " r WHERE r.id = " + id + ")");
    }

    private static String withAPredecessor(long from) {
        return "SELECT min(b.height) FROM stable_blocks b JOIN stable_blocks p ON p.height = b.height - 1"
                + " WHERE b.height > " + from;
    }

    private ExporterJar.Ended export(SourceGateway gateway, long first, long last, String... more) throws Exception {
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + first, "--endHeight=" + last, "--heightPartitionSize=50"));
        return new ExporterHere(directory).run(options, more);
    }
}
