package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exports of ranges that overlap, repeat and change. */
@Timeout(900)
class ReplacementIT {
    @TempDir
    static Path shared;

    static SourceGateway gateway;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() {
        gateway = SourceGateway.demo(shared.resolve("gateway"), 1_399_990, 3520, 4000, 11);
    }

    @Test
    void overlappingRangesLeaveEveryRowExactlyOnce() throws Exception {
        export(gateway, 1_400_000, 1_402_999, "--heightPartitionSize=1000");
        export(gateway, 1_400_500, 1_401_499);
        export(gateway, 1_402_500, 1_403_499);

        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        tables.requireRowsOf(gateway, 1_400_000, 1_403_499);
        assertThat(tables.snapshot("blocks").summary())
                .containsEntry("exporter.range", "1402000-1403999")
                .containsEntry("exporter.requested-range", "1402500-1403499");
    }

    @Test
    void aRepeatedExportKeepsTheFilesAndAChangedRowReplacesItsPartitionOnly() throws Exception {
        SourceGateway changing = gateway.copiedTo(directory.resolve("gateway"));
        export(changing, 1_400_000, 1_402_999);
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        List<Path> before = allPaths(tables);

        String run = export(changing, 1_400_000, 1_402_999).logged("start", "run");

        assertThat(allPaths(tables)).isEqualTo(before);
        for (String name : ExportedTables.NAMES) {
            Snapshot snapshot = tables.snapshot(name);
            assertThat(tables.table(name).snapshots())
                    .as("snapshots of %s", name)
                    .hasSize(2);
            assertThat(snapshot.summary())
                    .containsEntry("exporter.run-id", run)
                    .doesNotContainKeys("added-data-files", "deleted-data-files");
        }

        assertThat(
                        changing.change(
                                "core",
                                "UPDATE stable_blocks SET weave_size = weave_size + 1 WHERE height BETWEEN 1401500 AND 1401501"))
                .isPositive();
        export(changing, 1_400_000, 1_402_999);

        tables.requireRowsOf(changing, 1_400_000, 1_402_999);
        List<Path> replaced = new ArrayList<>(before);
        List<Path> now = allPaths(tables);
        replaced.removeAll(now);
        now.removeAll(before);
        assertThat(replaced).singleElement().asString().contains("/blocks/data/height=1401000-1401999/");
        assertThat(now).singleElement().asString().contains("/blocks/data/height=1401000-1401999/");
    }

    private ExporterJar.Ended export(SourceGateway from, long first, long last, String... more) throws Exception {
        List<String> options = new ArrayList<>(from.options());
        options.addAll(List.of("--startHeight", Long.toString(first), "--endHeight", Long.toString(last)));
        return new ExporterHere(directory).run(options, more).requireExit(0);
    }

    private static List<Path> allPaths(ExportedTables tables) {
        List<Path> paths = new ArrayList<>();
        ExportedTables.NAMES.forEach(name -> paths.addAll(tables.paths(name)));
        return paths;
    }
}
