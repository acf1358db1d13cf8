package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that commit after every few partitions. */
@Timeout(900)
class CommitEveryIT {
    @TempDir
    static Path shared;

    static GatewayRows source;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() throws Exception {
        source = KilledExport.gateway(shared.resolve("gateway"), 31);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--readBy=index", "--readBy=scan"})
    void eachWaveIsOneSnapshotOfEachTableAndReadersSeeItBeforeTheNextOneIsExported(String way) throws Exception {
        KilledExport export = new KilledExport(directory, source, List.of("--commitEvery=2", way));
        ExportedTables tables = new ExportedTables(export.warehouse());

        ExporterJar.Ended ended = export.brokenAt(new Kill.At(FaultPoint.AFTER_RUN_FILE, 2, 0), running -> {
            // The second wave is about to be published: the first two of six partitions can be read.
            for (String name : ExportedTables.NAMES) {
                RowTexts.requireSame(
                        tables.rows(name),
                        source.gateway().rows(name, KilledExport.FIRST, KilledExport.FIRST + 199),
                        name);
            }
        });

        ended.requireExit(0);
        source.requireSameIn(tables);
        tables.requireNothingElse();
        for (String name : ExportedTables.NAMES) {
            assertThat(waves(tables, name)).as(name).containsExactly("1", "2", "3");
            assertThat(tables.table(name).properties())
                    .containsEntry("exporter.watermark", Long.toString(KilledExport.LAST));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AFTER_CHECKPOINT, 12, --readBy=index",
        "AFTER_CHECKPOINT, 12, --readBy=scan",
        "BETWEEN_PARTITIONS, 3, --readBy=index",
        "AFTER_RUN_FILE, 2, --readBy=scan",
        "AFTER_RENAME, 9, --readBy=index",
        "AFTER_INVENTORY, 5, --readBy=scan",
        "BETWEEN_TABLES, 4, --readBy=index",
        "BETWEEN_TABLES, 6, --readBy=scan",
    })
    void aKilledRunGoesOnInItsWave(FaultPoint point, int pass, String way) throws Exception {
        KilledExport export = new KilledExport(directory, source, List.of("--commitEvery=2", way));

        assertThat(export.killed(new Kill.At(point, pass, 0)))
                .as("whether it came to " + point)
                .isTrue();
        ExportedTables tables = new ExportedTables(export.warehouse());
        int waves = tables.exist() ? waves(tables, "tags").size() : 0;
        export.finish();

        assertThat(waves(tables, "tags")).containsExactly("1", "2", "3");
        assertThat(waves).isBetween(0, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--readBy=index", "--readBy=scan"})
    void rowsThatWouldBeLostStopTheRunBeforeTheirWaveAndWhatIsCommittedIsSaid(String way) throws Exception {
        SourceGateway gateway = source.gateway().copiedTo(directory.resolve("changed"));
        run(gateway, way).requireExit(0);
        ExportedTables tables = new ExportedTables(directory.resolve("warehouse"));
        List<Path> before = tables.paths("blocks");
        gateway.change(
                "core",
                "UPDATE stable_blocks SET weave_size = weave_size + 1",
                "DELETE FROM stable_blocks WHERE height = 1500333");

        ExporterJar.Ended stopped =
                run(gateway, way, "--commitEvery=1", "--parallelism=1").requireExit(5);

        assertThat(stopped.err())
                .contains("1 row of table blocks (the first: height 1500333)")
                .contains("blocks 1500000-1500299 are committed already and stay so, no other was changed");
        assertThat(tables.paths("blocks")).doesNotContainAnyElementsOf(before.subList(0, 3));
        assertThat(tables.paths("blocks")).containsAll(before.subList(3, 6));
        assertThat(directory.resolve("warehouse/.exporter/runs")).isEmptyDirectory();
        assertThat(directory.resolve("staging")).isDirectoryNotContaining("glob:**/job-*");
        RowTexts.requireSame(
                tables.rows("blocks").stream()
                        .filter(row -> row.contains("height=15002"))
                        .toList(),
                gateway.rows("blocks", 1500200, 1500299),
                "blocks of the third partition");

        run(gateway, way, "--replace=exact").requireExit(0);
        tables.requireRowsOf(gateway, KilledExport.FIRST, KilledExport.LAST);
    }

    @Test
    void anotherNumberThanThatOfTheInterruptedRunIsRefused() throws Exception {
        KilledExport export = new KilledExport(directory, source, List.of("--commitEvery=2"));
        assertThat(export.killed(Kill.At.first(FaultPoint.BETWEEN_PARTITIONS))).isTrue();

        ExporterJar.Ended refused =
                run(source.gateway(), "--commitEvery=3", "--resume").requireExit(2);

        assertThat(refused.err()).contains("--commitEvery 3 (the run has 2)");
        export.finish();
    }

    /** The waves of a table's snapshots, oldest first. */
    private static List<String> waves(ExportedTables tables, String name) {
        List<String> waves = new ArrayList<>();
        for (Snapshot snapshot : tables.table(name).snapshots()) {
            waves.add(snapshot.summary().get("exporter.wave"));
        }
        return waves;
    }

    private ExporterJar.Ended run(SourceGateway gateway, String... more) throws Exception {
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + KilledExport.FIRST, "--endHeight=" + KilledExport.LAST));
        options.add("--heightPartitionSize=100");
        return new ExporterHere(directory).run(options, more);
    }
}
