package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code exporter maintain} makes of tables, beside exports and when it is killed. */
@Timeout(900)
class MaintainIT {
    @TempDir
    static Path shared;

    static Path directory;
    static GatewayRows source;
    /** Tables that two runs have made. */
    static KeptFolder exported;
    /** Tables that six runs have made, of smaller files. */
    static KeptFolder exportedOften;

    private SmallRuns runs;

    @BeforeAll
    static void exportOnce() throws Exception {
        source = KilledExport.gateway(shared.resolve("gateway"), 7);
        directory = Files.createDirectory(shared.resolve("here"));
        KeptFolder empty = KeptFolder.of(directory, shared.resolve("empty"));
        SmallRuns made = new SmallRuns(directory, source.gateway());
        made.exportAll(2, 300);
        exported = KeptFolder.of(directory, shared.resolve("exported"));
        empty.restore();
        made.exportAll(6, 100);
        exportedOften = KeptFolder.of(directory, shared.resolve("exported-often"));
    }

    @BeforeEach
    void begin() throws Exception {
        exported.restore();
        runs = new SmallRuns(directory, source.gateway());
    }

    @Test
    void manySmallFilesBecomeAFewSortedOnesWithTheSameRows() throws Exception {
        exportedOften.restore();
        Map<String, Map<Long, String>> hashes = new HashMap<>();
        for (String name : ExportedTables.NAMES) {
            hashes.put(name, runs.recordedHashes(name));
        }
        int tagFiles = runs.tables().files("tags").size();
        assertThat(tagFiles).isGreaterThan(5 * SmallRuns.PARTITIONS);

        assertThat(runs.maintain().requireExit(0).out())
                .contains(tagFiles + " -> 6", "Nothing was changed; --yes does it.");
        assertThat(runs.tables().files("tags")).hasSize(tagFiles);
        ExporterJar.Ended done = runs.maintain("--yes", "--json").requireExit(0);

        assertThat(done.out()).contains("\"compactedFiles\":{\"before\":" + tagFiles + ",\"after\":6}");
        runs.requireOneFileEach();
        source.requireSameIn(runs.tables());
        for (String name : ExportedTables.NAMES) {
            assertThat(runs.recordedHashes(name))
                    .as(name)
                    .hasSize(SmallRuns.PARTITIONS)
                    .isEqualTo(hashes.get(name));
        }
        for (Path file : runs.tables().paths("tags")) {
            assertThat(ExportedTables.rowsOf(
                            List.of(file),
                            "SELECT lpad(height::VARCHAR, 12, '0') || hex(id) || lpad(tag_index::VARCHAR, 6, '0')"))
                    .hasSizeGreaterThan(100)
                    .isSorted();
        }
        assertThat(runs.maintain().requireExit(0).out())
                .as("what is left to do")
                .doesNotContain("->");
    }

    @Test
    void theNewFilesHaveTheBloomFiltersOfAnExport(@TempDir Path other) throws Exception {
        SmallRuns whole = new SmallRuns(other, source.gateway());
        whole.exportAll(1, 1_000_000);
        Map<String, Set<String>> expected = new HashMap<>();
        for (String name : ExportedTables.NAMES) {
            expected.put(name, bloomColumns(whole.tables().paths(name).get(0)));
        }
        assertThat(expected.get("tags")).contains("id");

        runs.maintain("--yes").requireExit(0);

        for (String name : ExportedTables.NAMES) {
            assertThat(bloomColumns(runs.tables().paths(name).get(0))).as(name).isEqualTo(expected.get(name));
        }
    }

    private static Set<String> bloomColumns(Path file) throws IOException {
        Set<String> columns = new TreeSet<>();
        try (ParquetFileReader reader = ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                for (ColumnChunkMetaData column : block.getColumns()) {
                    if (column.getBloomFilterOffset() >= 0) {
                        columns.add(column.getPath().toDotString());
                    }
                }
            }
        }
        return columns;
    }

    @Test
    void expiredSnapshotsAndTheirFilesGoAndKeptOnesCanBeRead() throws Exception {
        exportedOften.restore();
        long rows = source.rows().getOrDefault("tags", List.of()).size();

        runs.maintain("--yes", "--keepSnapshots=2", "--grace=0s").requireExit(0);

        List<Snapshot> kept = new ArrayList<>();
        runs.tables().table("tags").snapshots().forEach(kept::add);
        assertThat(kept).hasSize(2);
        for (Snapshot snapshot : kept) {
            assertThat(rowsOf("tags", snapshot.snapshotId())).isEqualTo(rows);
        }
        assertThat(runs.maintainStrictly().requireExit(0).out()).contains("saved");
        runs.requireNothingLeft();
        runs.tables().requireNothingElse();
        source.requireSameIn(runs.tables());
    }

    /** The rows of a table as it was, all of whose files must be there. */
    private long rowsOf(String table, long snapshot) throws IOException {
        long rows = 0;
        try (CloseableIterable<FileScanTask> tasks =
                runs.tables().table(table).newScan().useSnapshot(snapshot).planFiles()) {
            for (FileScanTask task : tasks) {
                assertThat(Path.of(URI.create(task.file().location()))).exists();
                rows += task.file().recordCount();
            }
        }
        return rows;
    }

    @Test
    void whatReadersMayHaveBegunWithStaysForTheGraceAndGoesAfterIt() throws Exception {
        runs.maintain("--yes").requireExit(0);
        List<Path> before = dataFiles();

        runs.maintain("--yes", "--keepSnapshots=1", "--grace=1h").requireExit(0);
        assertThat(runs.tables().table("tags").snapshots()).hasSizeGreaterThan(1);
        assertThat(dataFiles()).isEqualTo(before);

        runs.maintain("--yes", "--keepSnapshots=1", "--grace=0s", "--minAge=0s", "--json");
        runs.requireNothingLeft();
    }

    @Test
    void whoeverReadsASnapshotThatExpiresCanGoOnForTheGrace() throws Exception {
        runs.maintain("--yes").requireExit(0);
        List<Path> before = dataFiles();
        // By now all but the newest were superseded longer ago than that.
        runs.maintain("--yes", "--keepSnapshots=1", "--grace=1ms").requireExit(0);
        assertThat(runs.tables().table("tags").snapshots()).hasSize(1);
        assertThat(dataFiles()).isEqualTo(before);

        ExporterJar.Ended waited = runs.maintain("--yes", "--keepSnapshots=1", "--grace=3s", "--wait")
                .requireExit(0);

        assertThat(waited.err()).contains("event=wait seconds=");
        runs.requireOneFileEach();
        runs.tables().requireNothingElse();
    }

    @Test
    void aLongerGraceThatFilesHaveExpiredUnderIsKeptByCallsThatAreGivenLess() throws Exception {
        runs.maintain("--yes").requireExit(0);
        List<Path> before = dataFiles();
        runs.maintain("--yes", "--keepSnapshots=1", "--grace=1ms").requireExit(0);
        Path sights = directory.resolve("warehouse/.exporter/first-sights.json");
        String noted = Files.readString(sights);
        assertThat(noted).contains("PT0.001S");
        Files.writeString(sights, noted.replace("PT0.001S", "PT1H"));

        assertThat(runs.maintain("--yes", "--keepSnapshots=1", "--grace=0s", "--minAge=0s", "--wait")
                        .requireExit(0)
                        .out())
                .contains("Left for a later call");
        assertThat(new ExporterHere(directory)
                        .run(List.of("clean", "--yes", "--minAge=0s"))
                        .requireExit(0)
                        .out())
                .contains("too young: data file");

        assertThat(dataFiles()).isEqualTo(before);
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("warehouse"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    static Stream<Kill.At> kills() {
        List<Kill.At> kills = new ArrayList<>();
        for (FaultPoint point : List.of(
                FaultPoint.AFTER_FILE,
                FaultPoint.AFTER_RUN_FILE,
                FaultPoint.AFTER_INVENTORY,
                FaultPoint.BEFORE_METADATA,
                FaultPoint.AFTER_METADATA,
                FaultPoint.BETWEEN_TABLES,
                FaultPoint.IN_SWEEP)) {
            kills.add(Kill.At.first(point));
        }
        kills.add(new Kill.At(FaultPoint.MID_FILE, 5, 3));
        kills.add(new Kill.At(FaultPoint.AFTER_RENAME, 9, 0));
        // Two rewrites come first, then the manifests of blocks and the expiry of each table, then deletions.
        kills.add(new Kill.At(FaultPoint.BEFORE_METADATA, 5, 0));
        kills.add(new Kill.At(FaultPoint.AFTER_METADATA, 6, 0));
        kills.add(new Kill.At(FaultPoint.MID_DELETE, 12, 0));
        return kills.stream();
    }

    @ParameterizedTest
    @MethodSource("kills")
    void aKillLeavesTheTablesRightAndTheNextOneTidiesUp(Kill.At kill) throws Exception {
        ExporterJar.Running killed = runs.startMaintain(
                List.of(kill.javaOption()), "--yes", "--keepSnapshots=1", "--grace=0s", "--minAge=0s");
        assertThat(killed.says("event=fault")).as("whether it came to " + kill).isTrue();
        killed.letWork(kill.milliseconds()).kill();

        source.requireSameIn(runs.tables());
        runs.maintainStrictly().requireExit(0);
        source.requireSameIn(runs.tables());
        runs.requireOneFileEach();
        runs.requireNothingLeft();
    }

    @Test
    void cleanTidiesUpAfterAKillAsWell() throws Exception {
        runs.startMaintain(List.of(Kill.At.first(FaultPoint.BETWEEN_TABLES).javaOption()), "--yes")
                .awaitLog("event=fault")
                .kill();
        List<Path> before = dataFiles();

        Exporter exporter = new ExporterHere(directory);
        assertThat(exporter.run(List.of("clean")).requireExit(0).out()).contains("removable: interrupted maintenance");
        assertThat(dataFiles()).isEqualTo(before);
        assertThat(exporter.run(List.of("clean", "--yes", "--minAge=0s"))
                        .requireExit(0)
                        .out())
                .contains("removed: interrupted maintenance");

        assertThat(LeftBehind.by(directory).files())
                .noneMatch(file ->
                        file.toString().contains("rewrites") || file.toString().contains("job-"));
        source.requireSameIn(runs.tables());
        runs.maintainStrictly().requireExit(0);
        source.requireSameIn(runs.tables());
        runs.requireNothingLeft();
    }

    @Test
    void anInterruptedExportKeepsWhatItNeedsToGoOn() throws Exception {
        SourceGateway gateway = source.gateway().copiedTo(directory.resolve("gateway"));
        SmallRuns changing = new SmallRuns(directory, gateway);
        change(gateway, 0, 5);
        changing.start(List.of(Kill.At.first(FaultPoint.AFTER_CHECKPOINT).javaOption()), 0, 2, "--maxFileRows=300")
                .awaitLog("event=fault")
                .kill();
        // Another run, so that the snapshot on which the interrupted one has planned is no longer the newest.
        changing.export(3, 5, "--maxFileRows=300").requireExit(0);

        assertThat(changing.maintainStrictly().requireExit(0).out())
                .contains("is not finished", "was left: the unfinished run");

        assertThat(changing.tables().files("tags").stream()
                        .filter(file -> file.partition().get(0, Long.class) < KilledExport.FIRST + 300))
                .hasSizeGreaterThan(6);
        changing.export(0, 2, "--resume").requireExit(0);
        changing.tables().requireRowsOf(gateway, KilledExport.FIRST, KilledExport.LAST);
        changing.maintainStrictly().requireExit(0);
        changing.tables().requireRowsOf(gateway, KilledExport.FIRST, KilledExport.LAST);
        changing.requireOneFileEach();
        changing.requireNothingLeft();
    }

    /** Gives all data items of some partitions another content type. */
    private static void change(SourceGateway gateway, int first, int last) throws Exception {
        int changed = gateway.change(
                "bundles",
                "UPDATE stable_data_items SET content_type = 'changed' WHERE height BETWEEN "
                        + (KilledExport.FIRST + (long) first * SmallRuns.PARTITION) + " AND "
                        + (KilledExport.FIRST + (long) (last + 1) * SmallRuns.PARTITION - 1));
        assertThat(changed).isPositive();
    }

    @Test
    void aDamagedFileDoesNotKeepSnapshotsFromExpiring() throws Exception {
        exportedOften.restore();
        Files.write(runs.tables().paths("tags").get(0), new byte[] {4, 7, 1, 1});

        assertThat(runs.maintainStrictly().requireExit(1).err()).contains("the SQL engine failed");

        for (String name : ExportedTables.NAMES) {
            assertThat(runs.tables().table(name).snapshots()).as(name).hasSize(1);
        }
    }

    @Test
    void partitionsThatAnExportHoldsAreLeft() throws Exception {
        SourceGateway gateway = source.gateway().copiedTo(directory.resolve("gateway"));
        SmallRuns changing = new SmallRuns(directory, gateway);
        change(gateway, 1, 1);
        ExporterJar.Running export = changing.start(
                        List.of(Kill.At.first(FaultPoint.AFTER_COUNTS).javaOption()), 1, 1, "--maxFileRows=300")
                .awaitLog("event=fault");

        assertThat(changing.maintain("--yes").requireExit(0).out())
                .contains("partition 1500100-1500199 was left: another run is at work");

        assertThat(changing.tables().files("tags").stream()
                        .filter(file -> file.partition().get(0, Long.class) != 1_500_100L))
                .hasSize(5);
        export.letGoOn().ended().requireExit(0);
        changing.tables().requireRowsOf(gateway, KilledExport.FIRST, KilledExport.LAST);
    }

    @Test
    void partitionsThatAnExportHoldsAreWaitedFor() throws Exception {
        SourceGateway gateway = source.gateway().copiedTo(directory.resolve("gateway"));
        SmallRuns changing = new SmallRuns(directory, gateway);
        change(gateway, 1, 1);
        ExporterJar.Running export = changing.start(
                        List.of(Kill.At.first(FaultPoint.AFTER_COUNTS).javaOption()), 1, 1, "--maxFileRows=300")
                .awaitLog("event=fault");
        ExporterJar.Running maintain = changing.startMaintain(List.of(), "--yes", "--wait", "--grace=5m")
                .awaitLog("event=wait partitionsHeld=1");

        export.letGoOn().ended().requireExit(0);

        assertThat(maintain.ended().requireExit(0).out()).doesNotContain("was left");
        changing.requireOneFileEach();
        changing.tables().requireRowsOf(gateway, KilledExport.FIRST, KilledExport.LAST);
    }

    @Test
    void anExportOfAPartitionThatIsBeingRewrittenWaitsForItsTurn() throws Exception {
        ExporterJar.Running maintain = runs.startMaintain(
                        List.of(Kill.At.first(FaultPoint.AFTER_RUN_FILE).javaOption()), "--yes")
                .awaitLog("event=fault");

        assertThat(runs.export(2, 2).requireExit(4).err()).contains("at work on an overlapping range");
        assertThat(runs.maintain("--yes").requireExit(4).err()).contains("another process is maintaining");
        assertThat(runs.maintain().requireExit(0).out()).contains("Nothing was changed");
        assertThat(new ExporterHere(directory)
                        .run(List.of("clean", "--yes", "--minAge=0s"))
                        .requireExit(0)
                        .out())
                .doesNotContain("removed");
        // Of another warehouse with the same staging directory.
        new ExporterHere(directory)
                .run(List.of("clean", "--yes", "--minAge=0s", "--warehouseDir=other"))
                .requireExit(0);

        maintain.letGoOn().ended().requireExit(0);
        source.requireSameIn(runs.tables());
        runs.requireOneFileEach();
        runs.export(2, 2).requireExit(0);
    }

    @Test
    void aTableOfAnotherCatalogIsLeftAndItSaysSo() throws Exception {
        Path other = directory.resolve("warehouse/other");
        Files.createDirectories(other.resolve("metadata"));
        List<Path> files = new ArrayList<>();
        for (String name : List.of("00000-5c6e0e0e.metadata.json", "snap-1-1-a.avro", "a-m0.avro")) {
            files.add(Files.createFile(other.resolve("metadata").resolve(name)));
        }

        assertThat(runs.maintainStrictly().requireExit(0).out())
                .contains("Note: the folder " + other.toRealPath() + " was left: it has metadata of a table");

        assertThat(files).allMatch(Files::exists);
        source.requireSameIn(runs.tables());
    }

    @Test
    void aPlaceWithNothingIsRefused(@TempDir Path empty) throws Exception {
        Exporter exporter = new ExporterHere(empty);
        for (String command : List.of("clean", "recover")) {
            assertThat(exporter.run(List.of(command)).requireExit(2).err())
                    .contains("there is neither a warehouse at "
                            + empty.toRealPath().resolve("warehouse"));
        }
        assertThat(exporter.run(List.of("maintain")).requireExit(2).err()).contains("there is no warehouse at");
        Files.createDirectory(empty.resolve("warehouse"));
        assertThat(exporter.run(List.of("maintain")).requireExit(2).err()).contains("there are no tables in");
        assertThat(exporter.run(List.of("recover")).requireExit(0).out()).contains("no unfinished runs");
    }
}
