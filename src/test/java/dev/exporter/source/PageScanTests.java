package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import dev.exporter.sqlite.OtherProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageScanTests {
    private static final SourceTable ITEMS = GatewayFixture.DATASET.source("data_items");
    private static final SourceTable TAGS = GatewayFixture.DATASET.source("item_tags");

    @TempDir
    private Path directory;

    @Test
    void aWriterIsNotSeenWhateverItDoes() throws Exception {
        GatewayFixture gateway = GatewayFixture.empty(directory);
        gateway.change("core", "PRAGMA journal_mode = WAL");
        gateway.change("bundles", "PRAGMA journal_mode = WAL");
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY, Reader.PAGES)) {
            Future<Integer> written = threads.submit(() -> write(gateway, stopped));
            int rows = 0;
            for (int count = 0; count < 60 || rows < 4_000; count++) {
                try (SourceSnapshot snapshot = source.pin()) {
                    for (SourceTable table : List.of(ITEMS, TAGS)) {
                        List<List<String>> byPages = ScanTests.rows(snapshot, table, TinySource.ALL, 3);
                        assertThat(byPages)
                                .containsExactlyInAnyOrderElementsOf(
                                        Rows.of(a -> snapshot.read(table, TinySource.ALL, a)));
                        rows += byPages.size();
                    }
                }
            }
            stopped.set(true);
            assertThat(written.get()).isPositive();
        } finally {
            stopped.set(true);
            threads.shutdown();
        }
    }

    /** Adds items one by one, deletes some, and checkpoints as hard as it may. */
    private static int write(GatewayFixture gateway, AtomicBoolean stopped) throws SQLException {
        int id = 0;
        try (Connection bundles = gateway.writer("bundles");
                Statement statement = bundles.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            while (!stopped.get()) {
                GatewayFixture.item(bundles, ++id, id % 50, 3);
                if (id % 20 == 0) {
                    statement.execute("PRAGMA wal_checkpoint(" + (id % 40 == 0 ? "TRUNCATE" : "RESTART") + ")");
                    // tags go with their items, so that both tables stay equal by index and by scan
                    statement.execute("DELETE FROM stable_data_item_tags WHERE data_item_id < x'"
                            + String.format("%04x", id - 100) + "'");
                    statement.execute("DELETE FROM stable_data_items WHERE id < x'"
                            + String.format("%04x", Math.max(0, id - 100)) + "'");
                }
            }
        }
        return id;
    }

    @Test
    void manyThreadsReadOneSnapshot() throws Exception {
        TinySource tiny = TinySource.create(directory);
        // every tenth row is left to SQLite: its key is of no range
        tiny.change("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 50000 - 1)"
                + " INSERT INTO \"odd \"\"things\"\"\" (id, at, s) SELECT CAST(i AS BLOB),"
                + " CASE WHEN i % 10 = 0 THEN NULL ELSE i END, 'text' FROM n");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SourceDatabases source = tiny.open(Reader.PAGES);
                SourceSnapshot snapshot = source.pin();
                BufferAllocator allocator = new RootAllocator()) {
            List<Callable<Long>> readings = new ArrayList<>();
            for (Slice slice : snapshot.slices(TinySource.THINGS, 16)) {
                readings.add(() -> {
                    try (SourceReader reader = snapshot.scan(TinySource.THINGS, TinySource.ALL, slice, allocator)) {
                        while (reader.loadNextBatch()) {}
                        return reader.rowsRead();
                    }
                });
            }
            long rows = 0;
            for (Future<Long> reading : threads.invokeAll(readings)) {
                rows += reading.get();
            }
            assertThat(rows).isEqualTo(45_000);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void batchesAreThoseOfTheOtherWays() {
        TinySource tiny = TinySource.create(directory);
        tiny.change("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 40000 - 1)"
                + " INSERT INTO \"odd \"\"things\"\"\" (id, at, b) SELECT CAST(i AS BLOB), i,"
                + " zeroblob(CASE WHEN i < 10 THEN 3000000 ELSE 20 END) FROM n");
        List<List<Integer>> batches = new ArrayList<>();
        for (Reader way : Reader.values()) {
            try (SourceDatabases source = tiny.open(way);
                    SourceSnapshot snapshot = source.pin()) {
                batches.add(Rows.batches(a -> snapshot.scan(TinySource.THINGS, TinySource.ALL, Slice.ALL, a)));
            }
        }
        assertThat(batches.get(0)).startsWith(3, 3, 3, 16_384).hasSize(6);
        assertThat(batches).containsOnly(batches.get(0));
    }

    @Test
    void aDamagedPageIsAFailure() throws IOException {
        TinySource tiny = TinySource.create(directory);
        tiny.change("INSERT INTO words VALUES (x'01', 'one')");
        try (SourceDatabases source = tiny.open(Reader.PAGES);
                SourceSnapshot snapshot = source.pin();
                BufferAllocator allocator = new RootAllocator();
                SourceReader reader = snapshot.scan(TinySource.WORDS, TinySource.ALL, Slice.ALL, allocator)) {
            overwrite(tiny.file(), snapshot);
            ExporterException failure = catchThrowableOfType(ExporterException.class, reader::loadNextBatch);
            assertThat(failure.problem().code()).isEqualTo("database-malformed");
            assertThat(failure.problem().message())
                    .startsWith("the tiny database is damaged: ")
                    .contains(", page ");
            assertThatThrownBy(reader::loadNextBatch).isSameAs(failure);
            assertThat(reader.failure()).contains(failure);
        }
    }

    /** What no process that keeps to SQLite's locks would do. */
    private static void overwrite(Path file, SourceSnapshot snapshot) throws IOException {
        long page = ((dev.exporter.source.page.PageTable)
                        snapshot.whole(TinySource.WORDS).access())
                .rootPage();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek((page - 1) * 4096);
            open.write(0x7f);
        }
    }

    @Test
    void aSnapshotKeepsItsLockWhateverElseIsClosed() throws Exception {
        TinySource tiny = TinySource.create(directory).thing("s", "'x'");
        String insert = "INSERT INTO parts VALUES (x'07', 1)";
        try (OtherProcess other = new OtherProcess(tiny.file());
                SourceDatabases jdbc = tiny.open(Reader.JDBC);
                SourceSnapshot snapshot = jdbc.pin()) {
            for (Reader reader : Reader.values()) {
                try (SourceDatabases another = tiny.open(reader);
                        SourceSnapshot second = another.pin()) {
                    Rows.of(a -> second.scan(TinySource.THINGS, TinySource.ALL, Slice.ALL, a));
                }
            }
            assertThat(other.execute(insert)).contains("SQLITE_BUSY");
            snapshot.close();
            assertThat(other.execute(insert)).isEqualTo("ok");
        }
    }

    @Test
    void aReaderThatIsClosedEarlyLeavesNothingBehind() throws IOException {
        GatewayFixture gateway = GatewayFixture.real(directory);
        SourceTable blocks = GatewayFixture.DATASET.source("blocks");
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING, Reader.PAGES);
                SourceSnapshot snapshot = source.pin();
                BufferAllocator allocator = new RootAllocator()) {
            SourceReader unread = snapshot.scan(blocks, TinySource.ALL, Slice.ALL, allocator);
            unread.close();
            SourceReader read = snapshot.scan(blocks, TinySource.ALL, Slice.ALL, allocator);
            assertThat(read.loadNextBatch()).isTrue();
            read.close();
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void tooLittleMemoryIsAFailureThatSaysSo() {
        GatewayFixture gateway = GatewayFixture.real(directory);
        SourceTable blocks = GatewayFixture.DATASET.source("blocks");
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING, Reader.PAGES);
                SourceSnapshot snapshot = source.pin();
                BufferAllocator allocator = new RootAllocator(1 << 20)) {
            SourceReader reader = snapshot.scan(blocks, TinySource.ALL, Slice.ALL, allocator);
            ExporterException failure = catchThrowableOfType(ExporterException.class, reader::loadNextBatch);
            assertThat(failure.problem().code()).isEqualTo("out-of-memory");
            try {
                reader.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }
}
