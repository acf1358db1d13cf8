package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports over tables that hold rows which no gateway prunes and which the source has no more. */
@Timeout(900)
class LostRowsIT {
    private static final long FIRST = 1_400_000;
    private static final long LAST = 1_400_999;

    @TempDir
    static Path shared;

    static Path directory;
    static SourceGateway gateway;
    static ExportedTables tables;
    static KeptFolder exported;

    @BeforeAll
    static void exportOnce() throws Exception {
        directory = Files.createDirectory(shared.resolve("here"));
        gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 1000, 2000, 7);
        tables = new ExportedTables(directory.resolve("warehouse"));
        run().requireExit(0);
        exported = KeptFolder.of(directory, shared.resolve("exported"));
    }

    @BeforeEach
    void begin() throws Exception {
        exported.restore();
    }

    /** In the last partition, so that all others are ready to be published by then. */
    @ParameterizedTest
    @CsvSource({
        "--readBy=index, --parallelism=1",
        "--readBy=scan, --parallelism=1",
        "--readBy=scan, --spoolLimit=1KB",
    })
    void aBlockThatTheSourceLostStopsTheRunBeforeAnythingIsPublished(String way, String how) throws Exception {
        List<String> before = state();
        assertThat(gateway.change("core", "DELETE FROM stable_blocks WHERE height IN (1400900, 1400905)"))
                .isEqualTo(2);
        // All other partitions change.
        gateway.change("core", "UPDATE stable_blocks SET weave_size = weave_size + 1");

        ExporterJar.Ended stopped = run(way, how, "--json").requireExit(5);

        assertThat(stopped.err())
                .contains("2 rows of table blocks (the first: height 1400900; height 1400905)")
                .contains("partition 1400750-1400999")
                .contains("--replace exact");
        assertThat(stopped.out()).contains("\"status\":\"would-lose-rows\"", "\"resumable\":false");
        assertThat(state()).isEqualTo(before);
        tables.requireNothingElse();
        assertThat(runFolders()).isEmpty();

        ExporterJar.Ended exact = run(way, how, "--json", "--replace=exact").requireExit(0);

        assertThat(exact.out()).contains("table blocks: dropped 2 rows that the source no longer holds");
        tables.requireRowsOf(gateway, FIRST, LAST);
    }

    @Test
    void transactionsOfLayer1AndTheirTagsAreNotPrunedAndEachTableIsNamed() throws Exception {
        List<String> before = state();
        String id = gateway.text(
                "core",
                "SELECT lower(hex(transaction_id)) FROM stable_transaction_tags WHERE height < 1400250 LIMIT 1");
        int tags = gateway.change("core", "DELETE FROM stable_transaction_tags WHERE transaction_id = x'" + id + "'");

        assertThat(run().requireExit(5).err()).contains("of table tags (the first: height 1400", "id " + id);

        gateway.change("core", "DELETE FROM stable_transactions WHERE id = x'" + id + "'");
        assertThat(run().requireExit(5).err())
                .contains(tags + (tags == 1 ? " row" : " rows") + " of table tags")
                .contains("1 row of table transactions (the first: height 1400", "id " + id);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void exactDropsWhatTheSourcePrunedAndSaysHowMuch() throws Exception {
        gateway.change("bundles", "DELETE FROM stable_data_item_tags WHERE height < 1400300");
        int items = gateway.change("bundles", "DELETE FROM stable_data_items WHERE height < 1400300");

        ExporterJar.Ended exact = run("--json", "--replace=exact").requireExit(0);

        assertThat(exact.out()).contains("table transactions: dropped " + items + " rows that the source no longer");
        assertThat(exact.err()).contains("table tags: dropped ");
        tables.requireRowsOf(gateway, FIRST, LAST);
    }

    @ParameterizedTest
    @CsvSource({"--readBy=index", "--readBy=scan"})
    void rowsOfAReorganisedHeightGoWithItAndTheRunSaysSo(String way) throws Exception {
        gateway.change(
                "core",
                "DELETE FROM stable_transaction_tags WHERE height IN (1400400, 1400402)",
                "DELETE FROM stable_transactions WHERE height IN (1400400, 1400402)",
                "UPDATE stable_blocks SET indep_hash = randomblob(48) WHERE height IN (1400400, 1400402)");
        // One item has moved to the next partition, the others are gone for now.
        gateway.change(
                "bundles",
                "DELETE FROM stable_data_item_tags WHERE height IN (1400400, 1400402)",
                "UPDATE stable_data_items SET height = 1400500, tag_count = 0 WHERE id ="
                        + " (SELECT min(id) FROM stable_data_items WHERE height IN (1400400, 1400402))",
                "DELETE FROM stable_data_items WHERE height IN (1400400, 1400402)");

        ExporterJar.Ended again = run(way).requireExit(0);

        assertThat(again.err())
                .contains("partition 1400250-1400499: 2 blocks were reorganised")
                .contains("indep_hash differs at 1400400, 1400402;");
        tables.requireRowsOf(gateway, FIRST, LAST);
    }

    @Test
    void thePlanShowsWhatBecomesOfRowsThatTheSourceLost() throws Exception {
        List<String> options = new ArrayList<>(List.of("plan"));
        options.addAll(gateway.options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + LAST));

        assertThat(new ExporterHere(directory).run(options).requireExit(0).out())
                .containsPattern("--replace +keep");
        assertThat(new ExporterHere(directory)
                        .run(options, "--replace=most")
                        .requireExit(2)
                        .err())
                .contains("--replace cannot be 'most'", "keep, exact");
    }

    /** Snapshots and live files of all tables. */
    private List<String> state() {
        List<String> state = new ArrayList<>();
        for (String name : ExportedTables.NAMES) {
            for (Snapshot snapshot : tables.table(name).snapshots()) {
                state.add(name + " " + snapshot.snapshotId());
            }
            tables.paths(name).forEach(path -> state.add(path.toString()));
        }
        return state;
    }

    private List<Path> runFolders() throws Exception {
        try (Stream<Path> folders = Files.list(directory.resolve("staging"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("job-"))
                    .toList();
        }
    }

    private static ExporterJar.Ended run(String... more) throws Exception {
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + LAST));
        options.addAll(List.of("--heightPartitionSize=250", "--maxFileRows=1500"));
        return new ExporterHere(directory).run(options, more);
    }
}
