package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.DatabaseHeader;
import dev.exporter.sqlite.snapshot.Pin;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.snapshot.Unsupported;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.TableScan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left to SQLite, and that it is told and not thrown. */
class SnapshotRefusalTests {
    @TempDir
    private Path directory;

    private Path database;

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = database("plain.db", "UTF-8");
    }

    private Path database(String name, String encoding) throws SQLException {
        Path path = directory.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA encoding = '" + encoding + "'");
            statement.execute("CREATE TABLE t (a)");
            statement.execute("CREATE TABLE u (a)");
        }
        return path;
    }

    @Test
    void aPlainDatabaseIsNotRefused() throws Exception {
        try (DatabaseFile file = DatabaseFile.open(database);
                JdbcPin pin = new JdbcPin(database)) {
            assertThat(Snapshot.take(file, pin)).isInstanceOf(Snapshot.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"UTF-16le", "UTF-16be"})
    void textInUtf16IsRefused(String encoding) throws Exception {
        Path path = database(encoding + ".db", encoding);
        try (DatabaseFile file = DatabaseFile.open(path);
                JdbcPin pin = new JdbcPin(path)) {
            assertThat(Snapshot.take(file, pin)).isEqualTo(new Unsupported("its text is in UTF-16"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 88, does not begin like an SQLite database",
        "16, 3, page size of 768",
        "18, 3, format versions 3 and 1",
        "19, 0, format versions 1 and 0",
        "20, 255, 255 of the 512 bytes",
        "21, 63, payload fractions",
        "47, 5, schema format 5",
        "47, 0, schema format 0",
        "59, 7, text encoding 7",
        "80, 1, leaves unused",
    })
    void unknownHeaderValuesAreRefused(int offset, int value, String reason) throws Exception {
        byte[] header = new byte[DatabaseHeader.LENGTH];
        new EmptyDatabase(512, 0, 0).write(directory.resolve("header.db"));
        System.arraycopy(Files.readAllBytes(directory.resolve("header.db")), 0, header, 0, header.length);
        header[47] = 4;
        header[59] = 1;
        assertThat(DatabaseHeader.read(header)).isEqualTo(new DatabaseHeader(512, 0, 1, 0, false));

        header[offset] = (byte) value;
        assertThat(DatabaseHeader.read(header))
                .isInstanceOfSatisfying(
                        Unsupported.class,
                        refusal -> assertThat(refusal.reason()).contains(reason));
    }

    @Test
    void aConnectionToAnotherDatabaseIsNoticed() throws Exception {
        Path other = directory.resolve("other.db");
        Files.copy(database, other);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE v (a)");
        }
        try (DatabaseFile file = DatabaseFile.open(database);
                JdbcPin pin = new JdbcPin(other)) {
            assertThat(Snapshot.take(file, pin))
                    .isEqualTo(new Unsupported(
                            "its file has 3 pages and schema version 2, but its connection sees 4 and 3"));
        }
    }

    @Test
    void aFileThatWasReplacedIsNoticed() throws Exception {
        Path other = directory.resolve("other.db");
        Files.copy(database, other);
        try (DatabaseFile file = DatabaseFile.open(database)) {
            Files.move(other, database, StandardCopyOption.ATOMIC_MOVE);
            try (JdbcPin pin = new JdbcPin(database)) {
                assertThat(Snapshot.take(file, pin)).isEqualTo(new Unsupported("the file was replaced by another one"));
            }
        }
    }

    @Test
    void aDatabaseThatNeverComesToRestIsRefused() throws Exception {
        try (DatabaseFile file = DatabaseFile.open(database);
                JdbcPin pin = new JdbcPin(database)) {
            long[] frames = {0};
            Pin<SQLException> restless = new Pin<>() {
                @Override
                public void begin() {}

                @Override
                public Log log() {
                    return new Log(++frames[0], 0);
                }

                @Override
                public View view() throws SQLException {
                    return pin.view();
                }
            };
            assertThat(Snapshot.take(file, restless)).isInstanceOf(Unsupported.class);
        }
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> DatabaseFile.open(directory.resolve("missing.db")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileThatIsTruncatedUnderASnapshotIsAnError() throws Exception {
        try (DatabaseFile file = DatabaseFile.open(database);
                JdbcPin pin = new JdbcPin(database)) {
            Snapshot snapshot = (Snapshot) Snapshot.take(file, pin);
            long rootPage = pin.rootPage("u");
            truncate(file.path(), (rootPage - 1) * snapshot.header().pageSize() + 10);
            try (TableScan scan = TableScan.open(snapshot, rootPage, RowidRange.ALL, List.of())) {
                assertThatThrownBy(scan::next)
                        .isInstanceOf(CorruptPageException.class)
                        .hasMessageContaining("plain.db, page " + rootPage + ": the file ends");
            }
        }
    }

    private static void truncate(Path path, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
    }
}
