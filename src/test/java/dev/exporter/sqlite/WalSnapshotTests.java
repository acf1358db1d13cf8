package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.sqlite.file.BigEndian;
import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Pin;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.wal.WalHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot sees of a database with a write-ahead log while others write and checkpoint. */
class WalSnapshotTests {
    @TempDir
    private Path directory;

    private Path database;
    private Connection writer;

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = directory.resolve("live.db");
        writer = DriverManager.getConnection("jdbc:sqlite:" + database);
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA wal_autocheckpoint = 0");
        execute("CREATE TABLE t (c)");
        insert(100);
    }

    @AfterEach
    void closeWriter() throws SQLException {
        writer.close();
    }

    @Test
    void commitsThatAreOnlyInTheLogAreSeen() throws Exception {
        try (Pinned pinned = new Pinned()) {
            assertThat(pinned.snapshot.wal()).isPresent();
            assertThat(pinned.rows()).isEqualTo(100);
        }
    }

    @Test
    void laterCommitsAreNotSeen() throws Exception {
        try (Pinned pinned = new Pinned()) {
            insert(50);
            execute("DELETE FROM t WHERE rowid < 20");
            execute("PRAGMA wal_checkpoint(PASSIVE)");
            assertThat(pinned.rows()).isEqualTo(100);
        }
    }

    @Test
    void aLogThatIsBegunAnewUnderACheckpointedSnapshotIsNotSeen() throws Exception {
        execute("PRAGMA wal_checkpoint(PASSIVE)");
        WalHeader before = WalHeader.of(database).orElseThrow();
        try (Pinned pinned = new Pinned()) {
            execute("UPDATE t SET c = 'new'");
            insert(500);
            // the trap: SQLite lets the writer do so, since this reader needs only the main file
            assertThat(WalHeader.of(database).orElseThrow()).isNotEqualTo(before);
            execute("PRAGMA wal_checkpoint(PASSIVE)");
            assertThat(pinned.snapshot.wal()).isEmpty();
            assertThat(pinned.rows()).isEqualTo(100);
        }
    }

    @Test
    void aLogThatIsTruncatedUnderACheckpointedSnapshotIsNotMissed() throws Exception {
        execute("PRAGMA wal_checkpoint(PASSIVE)");
        try (Pinned pinned = new Pinned()) {
            execute("PRAGMA wal_checkpoint(TRUNCATE)");
            assertThat(WalHeader.logOf(database)).isEmptyFile();
            assertThat(pinned.rows()).isEqualTo(100);
            insert(7);
            assertThat(pinned.rows()).isEqualTo(100);
        }
    }

    @Test
    void aCheckpointThatAnOlderReaderHoldsUpLeavesTheRestToTheLog() throws Exception {
        try (Pinned older = new Pinned()) {
            insert(1_000);
            execute("PRAGMA wal_checkpoint(FULL)");
            try (Pinned pinned = new Pinned()) {
                Pin.Log log = pinned.pin.log();
                assertThat(log.checkpointed()).isPositive().isLessThan(log.frames());
                execute("UPDATE t SET c = 'later'");
                execute("PRAGMA wal_checkpoint(RESTART)");
                assertThat(older.rows()).isEqualTo(100);
                assertThat(pinned.rows()).isEqualTo(1_100);
            }
        }
    }

    @Test
    void framesOfARolledBackTransactionAreNotSeen() throws Exception {
        execute("PRAGMA cache_size = 2");
        execute("BEGIN");
        insert(5_000);
        long length = Files.size(WalHeader.logOf(database));
        execute("ROLLBACK");
        try (Pinned pinned = new Pinned()) {
            long seen = WalHeader.of(database)
                    .orElseThrow()
                    .positionOfFrame((int) pinned.pin.log().frames() + 1);
            assertThat(length).as("bytes of the log").isGreaterThan(seen);
            assertThat(pinned.rows()).isEqualTo(100);
        }
    }

    /**
     * A writer first writes a commit's frames, then syncs them, then announces them in the index. A reader that begins
     * meanwhile does not see the commit, though the log already holds it whole.
     */
    @Test
    void aCommitThatStandsInTheLogButIsNotAnnouncedIsNotSeen() throws Exception {
        Path log = WalHeader.logOf(database);
        long length = Files.size(log);
        byte[] laterFrames = framesOfTheNextCommit(length);
        try (JdbcPin announced = new JdbcPin(database)) {
            announced.begin();
            Files.write(log, laterFrames, StandardOpenOption.APPEND);
            try (Pinned pinned = new Pinned()) {
                assertThat(pinned.rows()).isEqualTo(100);
            }
        }
    }

    /** What a writer would append to the log next: made on a copy, which goes on with the same salts and checksums. */
    private byte[] framesOfTheNextCommit(long length) throws Exception {
        Path copy = directory.resolve("copy.db");
        // not here, where it would drop the writer's locks
        try (OtherProcess other = new OtherProcess(database)) {
            assertThat(other.copyDatabaseTo(copy)).isEqualTo("ok");
        }
        Files.copy(WalHeader.logOf(database), WalHeader.logOf(copy));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.execute("INSERT INTO t VALUES ('too early')");
            byte[] bytes = Files.readAllBytes(WalHeader.logOf(copy));
            assertThat(bytes.length).isGreaterThan((int) length);
            byte[] frames = Arrays.copyOfRange(bytes, (int) length, bytes.length);
            assertThat(BigEndian.int64(frames, 8))
                    .isEqualTo(WalHeader.of(database).orElseThrow().salts());
            return frames;
        }
    }

    @Test
    void aSnapshotIsTakenAgainWhenACommitComesInBetween() throws Exception {
        try (DatabaseFile file = DatabaseFile.open(database);
                JdbcPin pin = new JdbcPin(database)) {
            int[] begun = {0};
            Pin<SQLException> disturbed = new Pin<>() {
                @Override
                public void begin() throws SQLException {
                    if (begun[0]++ < 3) {
                        insert(1);
                    }
                    pin.begin();
                }

                @Override
                public Log log() throws SQLException {
                    return pin.log();
                }

                @Override
                public View view() throws SQLException {
                    return pin.view();
                }
            };
            Snapshot snapshot = (Snapshot) Snapshot.take(file, disturbed);
            assertThat(begun[0]).isEqualTo(4);
            assertThat(new Referee(snapshot, pin).requireEqual(new Random(1))).isEqualTo(1 + 103);
        }
    }

    @Test
    void theWritersLastCloseLeavesTheLogToItsReaders() throws Exception {
        try (Pinned pinned = new Pinned()) {
            writer.close();
            assertThat(WalHeader.logOf(database)).exists();
            assertThat(pinned.rows()).isEqualTo(100);
        }
    }

    @Test
    void aDatabaseWhoseLogTheWriterHasTakenAwayIsRead() throws Exception {
        writer.close();
        assertThat(WalHeader.logOf(database)).doesNotExist();
        try (Pinned pinned = new Pinned()) {
            assertThat(pinned.snapshot.wal()).isEmpty();
            assertThat(pinned.rows()).isEqualTo(100);
        }
    }

    @Test
    void aChangedByteInTheLogIsAnError() throws Exception {
        try (Pinned pinned = new Pinned()) {
            changeByte(Files.size(WalHeader.logOf(database)) - 5);
            assertThatThrownBy(pinned::rows)
                    .isInstanceOf(CorruptPageException.class)
                    .hasMessageContaining("live.db-wal")
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void anotherLogsFrameIsAnError() throws Exception {
        try (Pinned pinned = new Pinned()) {
            WalHeader header = WalHeader.of(database).orElseThrow();
            changeByte(header.positionOfFrame((int) pinned.pin.log().frames()) + 9);
            assertThatThrownBy(pinned::rows)
                    .isInstanceOf(CorruptPageException.class)
                    .hasMessageContaining("not the one that the snapshot has seen");
        }
    }

    @Test
    void aLogThatIsCutOffIsAnError() throws Exception {
        try (Pinned pinned = new Pinned();
                RandomAccessFile log =
                        new RandomAccessFile(WalHeader.logOf(database).toFile(), "rw")) {
            log.setLength(log.length() - 1);
            assertThatThrownBy(pinned::rows).isInstanceOf(CorruptPageException.class);
        }
    }

    private void changeByte(long position) throws IOException {
        try (RandomAccessFile log =
                new RandomAccessFile(WalHeader.logOf(database).toFile(), "rw")) {
            log.seek(position);
            int old = log.read();
            log.seek(position);
            log.write(old ^ 1);
        }
    }

    private void insert(int rows) throws SQLException {
        execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows
                + ") INSERT INTO t SELECT printf('%0200d', i) FROM n");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A snapshot of the database and what it needs. */
    private final class Pinned implements AutoCloseable {
        private final DatabaseFile file;
        private final JdbcPin pin;
        private final Snapshot snapshot;

        Pinned() throws SQLException, IOException {
            file = DatabaseFile.open(database);
            pin = new JdbcPin(database);
            snapshot = (Snapshot) Snapshot.take(file, pin);
        }

        /** The rows that both see. */
        long rows() throws SQLException, IOException {
            List<String> byPages = new Referee(snapshot, pin).byPages("t", RowidRange.ALL);
            assertThat(byPages).isEqualTo(new Referee(snapshot, pin).bySqlite("t"));
            return byPages.size();
        }

        @Override
        public void close() throws SQLException, IOException {
            try (file) {
                pin.close();
            }
        }
    }
}
