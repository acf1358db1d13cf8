package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By index, by scanning pages and by scanning through JDBC the same rows are found, in one wave or in many. */
@Timeout(900)
class WaysOfReadingIT {
    private static final long FIRST = 1_399_990;
    private static final long LAST = 1_401_989;

    @TempDir
    static Path shared;

    static SourceGateway gateway;

    @TempDir
    Path directory;

    /** With tags that name another height than their row's, tags of no row, and rows with fewer tags than they say. */
    @BeforeAll
    static void makeAGateway() throws Exception {
        gateway = SourceGateway.demo(shared.resolve("gateway"), FIRST, (int) (LAST - FIRST + 1), 4000, 5);
        gateway.change(
                "bundles",
                "UPDATE stable_data_item_tags SET height = height + 700 WHERE rowid % 50 = 0",
                "INSERT INTO stable_data_item_tags SELECT tag_name_hash, tag_value_hash, height,"
                        + " block_transaction_index, data_item_tag_index, randomblob(32), parent_id, root_transaction_id"
                        + " FROM stable_data_item_tags WHERE rowid % 997 = 0",
                "DELETE FROM stable_data_item_tags WHERE rowid % 301 = 0");
    }

    @Test
    void everyWayFindsTheSameRowsSoThatARepeatedExportKeepsAllFiles() throws Exception {
        ExporterJar.Ended first = export("--readBy=index");
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        tables.requireRowsOf(gateway, FIRST, LAST);
        List<Path> files = allPaths(tables);
        assertThat(first.err()).doesNotContain("scanning");

        List<List<String>> ways = List.of(
                List.of("--readBy=scan", "--reader=pages"),
                List.of("--readBy=scan", "--reader=jdbc", "--parallelism=1"),
                List.of("--readBy=scan", "--memoryLimit=128MB", "--spoolLimit=1KB", "--parallelism=3"),
                List.of("--readBy=auto"));
        for (List<String> way : ways) {
            ExporterJar.Ended again = export(way.toArray(String[]::new));
            assertThat(allPaths(tables)).as(way.toString()).isEqualTo(files);
            assertThat(again.err()).contains("tags name another height").contains("another number of tags");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pages", "jdbc"})
    void aRangeThatCutsPartitionsKeepsTheirOtherRows(String reader) throws Exception {
        SourceGateway changing = gateway.copiedTo(directory.resolve("gateway"));
        export(changing, FIRST, LAST, "--readBy=scan", "--reader=" + reader);
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        assertThat(changing.change("core", "UPDATE stable_blocks SET weave_size = weave_size + 1 WHERE height % 7 = 0"))
                .isPositive();

        export(changing, FIRST + 300, LAST - 300, "--readBy=scan", "--reader=" + reader);
        export(changing, FIRST, LAST, "--readBy=index");

        tables.requireRowsOf(changing, FIRST, LAST);
    }

    @Test
    void theWayIsLogged() throws Exception {
        assertThat(export("--readBy=scan").err())
                .contains("scanning by pages: blocks, l1_transactions, l1_tags, data_items, item_tags, l1_wallets");
        assertThat(export("--readBy=scan", "--reader=jdbc").err())
                .contains("scanning by jdbc: blocks, l1_transactions, l1_tags, data_items, item_tags, l1_wallets");
    }

    private ExporterJar.Ended export(String... more) throws Exception {
        return export(gateway, FIRST, LAST, more);
    }

    private ExporterJar.Ended export(SourceGateway from, long first, long last, String... more) throws Exception {
        List<String> options = new ArrayList<>(from.options());
        options.addAll(List.of("--startHeight", Long.toString(first), "--endHeight", Long.toString(last)));
        options.addAll(List.of("--heightPartitionSize=250", "--maxFileRows=1500"));
        return new ExporterHere(directory).run(options, more).requireExit(0);
    }

    private static List<Path> allPaths(ExportedTables tables) {
        List<Path> paths = new ArrayList<>();
        ExportedTables.NAMES.forEach(name -> paths.addAll(tables.paths(name)));
        return paths;
    }
}
