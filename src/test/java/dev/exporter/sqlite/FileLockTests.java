package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.table.Column;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.TableScan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a database without a write-ahead log, a reader's lock is all that keeps other processes from changing the file. */
class FileLockTests {
    private static final String INSERT = "INSERT INTO t VALUES ('another')";

    @TempDir
    private Path directory;

    private Path database;

    @BeforeEach
    void makeDatabase() throws Exception {
        database = directory.resolve("locked.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (c)");
            statement.execute("INSERT INTO t VALUES ('one')");
        }
    }

    @Test
    void theLockSurvivesWhateverIsClosedHere() throws Exception {
        try (OtherProcess other = new OtherProcess(database);
                DatabaseFile file = DatabaseFile.open(database);
                JdbcPin pin = new JdbcPin(database)) {
            Snapshot snapshot = (Snapshot) Snapshot.take(file, pin);
            assertThat(other.execute(INSERT)).contains("SQLITE_BUSY");

            Path link = Files.createSymbolicLink(directory.resolve("link.db"), database);
            for (Path name : List.of(database, link)) {
                try (DatabaseFile again = DatabaseFile.open(name);
                        JdbcPin otherPin = new JdbcPin(name)) {
                    Snapshot second = (Snapshot) Snapshot.take(again, otherPin);
                    rows(second, otherPin);
                }
            }
            assertThat(rows(snapshot, pin)).isEqualTo(1);
            assertThat(other.execute(INSERT)).contains("SQLITE_BUSY");
        }
    }

    @Test
    void theLockSurvivesAThreadThatIsInterruptedWhileItReads() throws Exception {
        try (OtherProcess other = new OtherProcess(database);
                DatabaseFile file = DatabaseFile.open(database);
                JdbcPin pin = new JdbcPin(database)) {
            Snapshot snapshot = (Snapshot) Snapshot.take(file, pin);
            Thread.currentThread().interrupt();
            long rows = rows(snapshot, pin);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(rows).isEqualTo(1);
            assertThat(other.execute(INSERT)).contains("SQLITE_BUSY");
        }
    }

    /** What this room is built around; if this fails, the rules of {@link DatabaseFile} are no longer needed. */
    @Test
    void anyOtherDescriptorDropsTheLockWhenItIsClosed() throws Exception {
        try (OtherProcess other = new OtherProcess(database);
                JdbcPin pin = new JdbcPin(database)) {
            pin.begin();
            assertThat(other.execute(INSERT)).contains("SQLITE_BUSY");
            new RandomAccessFile(database.toFile(), "r").close();
            assertThat(other.execute(INSERT)).isEqualTo("ok");
        }
    }

    @Test
    void theFileIsClosedAfterItsLastUser() throws Exception {
        DatabaseFile file = DatabaseFile.open(database);
        TableScan scan;
        try (JdbcPin pin = new JdbcPin(database)) {
            Snapshot snapshot = (Snapshot) Snapshot.take(file, pin);
            scan = TableScan.open(snapshot, pin.rootPage("t"), RowidRange.ALL, List.of());
            file.close();
            file.close();
            assertThat(openDescriptors()).isPositive();
            assertThat(scan.next()).isTrue();
        }
        scan.close();
        assertThat(openDescriptors()).isZero();
    }

    private long openDescriptors() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors));
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.filter(link -> {
                        try {
                            return Files.readSymbolicLink(link).equals(database.toRealPath());
                        } catch (IOException e) {
                            return false; // the listing's own descriptor is closed by now
                        }
                    })
                    .count();
        }
    }

    private static long rows(Snapshot snapshot, JdbcPin pin) throws Exception {
        long rows = 0;
        try (TableScan scan = TableScan.open(snapshot, pin.rootPage("t"), RowidRange.ALL, List.of(Column.of(0)))) {
            while (scan.next()) {
                rows++;
            }
        }
        return rows;
    }
}
