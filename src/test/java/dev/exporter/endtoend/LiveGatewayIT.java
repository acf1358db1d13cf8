package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of a gateway that goes on writing, in another process than the exporter's. */
@Timeout(900)
class LiveGatewayIT {
    private static final long FIRST = 1_400_000;
    private static final long LAST = 1_401_999;
    /** By default (sqlite.org/pragma.html, wal_autocheckpoint). */
    private static final int CHECKPOINT_PAGES = 1000;

    @TempDir
    static Path shared;

    static SourceGateway made;

    @TempDir
    Path directory;

    private SourceGateway gateway;

    @BeforeAll
    static void makeAGateway() {
        made = SourceGateway.demo(shared.resolve("gateway"), FIRST, (int) (LAST - FIRST + 1), 40_000, 11);
    }

    @BeforeEach
    void copyIt() throws Exception {
        gateway = made.copiedTo(directory.resolve("gateway"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--readBy=index", "--readBy=scan", "--readBy=scan --reader=jdbc"})
    void aWriterIsNotHeldUpAndWhatItAddsIsWhollyInOrWhollyOut(String way) throws Exception {
        CompletableFuture<ExporterJar.Ended> export;
        long written = LAST;
        try (LiveWriter writer = writer(100)) {
            export = exportBeside("latest", way + " --maxReadSeconds=2");
            while (!export.isDone()) {
                writer.addBlock(++written); // SQLITE_BUSY would be thrown
            }
            System.out.printf(
                    "live writer beside %s: %d blocks, p99 %.1f ms, log at most %d KB%n",
                    way, writer.blocks(), writer.p99Millis(), writer.mostLogBytes() / 1024);
        }

        export.get().requireExit(0);
        ExportedTables tables = tables();
        long end = Long.parseLong(ExportedTables.rowsOf(tables.paths("blocks"), "SELECT max(height) AS h")
                .get(0)
                .replaceAll("\\D", ""));
        assertThat(end).isBetween(LAST, written);
        tables.requireRowsOf(gateway, FIRST, end);
        tables.requireNothingElse();
    }

    /** With one read transaction throughout, the log takes everything that is written meanwhile. */
    @Test
    void renewedReadTransactionsLetTheLogBeginAnewWhileTablesAreRead() throws Exception {
        // Under the first one it can once, if all of it had been copied.
        assertThat(beginningsOfTheLogWhileReading("--maxReadSeconds=0")).isLessThanOrEqualTo(1);
        assertThat(beginningsOfTheLogWhileReading("--maxReadSeconds=0.1", "--fresh"))
                .isGreaterThanOrEqualTo(2);
    }

    private long beginningsOfTheLogWhileReading(String... more) throws Exception {
        gateway = made.copiedTo(directory.resolve("copy" + more.length));
        List<String> options = options(Long.toString(LAST));
        options.addAll(List.of("--readBy=scan", "--reader=jdbc", "--parallelism=1"));
        try (LiveWriter writer = writer(20)) {
            ExporterJar.Running running = ExporterJar.launched(directory).start(options, more);
            CompletableFuture<Long> beginnings = CompletableFuture.supplyAsync(() -> {
                try {
                    running.awaitLog("event=stage stage=read-blocks");
                    long before = writer.logBeginnings();
                    running.awaitLog("event=stage stage=check");
                    long after = writer.logBeginnings();
                    running.ended().requireExit(0);
                    return after - before;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            long height = LAST;
            while (!beginnings.isDone()) {
                writer.addBlock(++height);
            }
            return beginnings.get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pages", "jdbc"})
    void theLogNeverGrowsPastWhatTheLongestReadTransactionNeeds(String reader) throws Exception {
        try (LiveWriter writer = writer(CHECKPOINT_PAGES)) {
            CompletableFuture<ExporterJar.Ended> export = exportBeside(
                    Long.toString(LAST),
                    "--readBy=scan --parallelism=1 --maxReadSeconds=0.1 --heightPartitionSize=100 --reader=" + reader);
            long height = LAST;
            while (!export.isDone()) {
                writer.addBlock(++height);
            }
            Matcher longest = Pattern.compile("the longest of ([0-9.]+) s")
                    .matcher(export.get().requireExit(0).err());
            assertThat(longest.find()).isTrue();
            long needed =
                    writer.mostWrittenWithin(Duration.ofMillis((long) (Double.parseDouble(longest.group(1)) * 1000)));
            System.out.printf(
                    "log beside a scan by %s: at most %d KB; within the longest read transaction, %s s, %d KB were"
                            + " written, %d KB in all%n",
                    reader,
                    writer.mostLogBytes() / 1024,
                    longest.group(1),
                    needed / 1024,
                    writer.writtenBytes() / 1024);

            assertThat(writer.mostLogBytes()).isLessThanOrEqualTo(needed + CHECKPOINT_PAGES * LiveWriter.FRAME_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--readBy=scan --reader=pages --maxReadSeconds=0.02 --heightPartitionSize=100",
                "--readBy=scan --reader=jdbc --maxReadSeconds=0.02 --heightPartitionSize=100",
                "--readBy=index --maxReadSeconds=0.2 --heightPartitionSize=1000"
            })
    void rowsThatComeAndGoWhileTablesAreReadAreNeverTornApart(String way) throws Exception {
        ExporterJar.Ended ended;
        try (LiveWriter writer = writer(1000)) {
            CompletableFuture<ExporterJar.Ended> export = exportBeside(Long.toString(LAST), way);
            for (int change = 0; !export.isDone(); change++) {
                // Half of the partitions only: the others must not be read again.
                long height = FIRST + change * 7L % 1000;
                writer.addLateItem(height);
                writer.pruneItem(FIRST + change * 13L % 1000);
            }
            ended = export.get().requireExit(0);
        }

        assertThat(ended.err())
                .contains("read transactions one after the other")
                .containsPattern("are read again by index|is read again under one");
        assertThat(ended.err()).doesNotContain("another number of tags");
        ExportedTables tables = tables();
        assertThat(tables.rowsWithoutTheirTags()).isZero();
        List<String> ids = ExportedTables.rowsOf(tables.paths("transactions"), "SELECT id, is_data_item");
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);

        for (String name : ExportedTables.NAMES) {
            List<String> untouched = tables.rows(name).stream()
                    .filter(row -> height(row) >= FIRST + 1000)
                    .toList();
            RowTexts.requireSame(untouched, gateway.rows(name, FIRST + 1000, LAST), name);
        }
    }

    @Test
    void aBlockThatIsReplacedWhileTablesAreScannedIsReportedAndItsPartitionReadAgain() throws Exception {
        long height = FIRST + 1234;
        List<String> options = options(Long.toString(LAST));
        options.addAll(List.of("--readBy=scan", "--maxReadSeconds=0.02", "--heightPartitionSize=100"));

        // The blocks are read, the rows that belong to them are not.
        ExporterJar.Running running = ExporterJar.launched(directory)
                .start(options)
                .awaitLog("event=stage stage=read-transactions")
                .signal("STOP");
        gateway.change(
                "core",
                "UPDATE stable_blocks SET indep_hash = randomblob(48) WHERE height = " + height,
                "UPDATE stable_blocks SET previous_block = (SELECT indep_hash FROM stable_blocks WHERE height = "
                        + height + ") WHERE height = " + (height + 1));
        ExporterJar.Ended ended = running.signal("CONT").ended().requireExit(0);

        assertThat(ended.err())
                .contains(
                        "the source was reorganised: indep_hash changed while the source was read, at height " + height,
                        "1 of 20 partitions changed meanwhile and are read again by index")
                .doesNotContain("of the block before");
        tables().requireRowsOf(gateway, FIRST, LAST);
        tables().requireNothingElse();
    }

    private static long height(String row) {
        Matcher height = Pattern.compile("\\bheight=(\\d+)").matcher(row);
        assertThat(height.find()).as(row).isTrue();
        return Long.parseLong(height.group(1));
    }

    @Test
    void aLockThatLastsIsWaitedForAndThenRefusedOrSurvived() throws Exception {
        ExporterJar jar = ExporterJar.launched(directory);
        String end = Long.toString(FIRST + 199);
        for (String mode : List.of("DELETE", "WAL")) {
            gateway = SourceGateway.demo(directory.resolve("locked" + mode), FIRST, 200, 500, 11);
            try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + gateway.file("bundles"));
                    Statement statement = writer.createStatement()) {
                statement.execute("PRAGMA journal_mode = " + mode);
                statement.execute("PRAGMA locking_mode = EXCLUSIVE");
                statement.execute("BEGIN EXCLUSIVE");
                statement.execute("UPDATE stable_data_items SET tag_count = tag_count WHERE rowid = 1");

                ExporterJar.Ended refused = jar.run(
                                options(end), "--busyTimeout=300ms", "--warehouseDir=warehouse" + mode)
                        .requireExit(2);
                assertThat(refused.err()).contains("was locked by another process for longer than 300 ms");
                assertThat(directory.resolve("warehouse" + mode)).doesNotExist();

                CompletableFuture<ExporterJar.Ended> waiting =
                        exportBeside(end, "--busyTimeout=60s --warehouseDir=warehouse" + mode);
                assertThat(waiting.isDone()).isFalse();
                statement.execute("COMMIT");
                statement.execute("PRAGMA locking_mode = NORMAL");
                statement.executeQuery("SELECT count(*) FROM stable_data_items").close();
                waiting.get().requireExit(0);
            }
        }
    }

    private LiveWriter writer(int checkpointPages) throws SQLException {
        return new LiveWriter(gateway.file("core"), gateway.file("bundles"), checkpointPages);
    }

    private ExportedTables tables() {
        return new ExportedTables(directory.resolve("warehouse"));
    }

    private List<String> options(String end) {
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + end));
        return options;
    }

    private CompletableFuture<ExporterJar.Ended> exportBeside(String end, String more) throws Exception {
        ExporterJar.Running running = ExporterJar.launched(directory).start(options(end), more.split(" ", -1));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return running.ended();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
