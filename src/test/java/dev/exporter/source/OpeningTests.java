package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTests {
    @TempDir
    private Path directory;

    @Test
    void aMissingFileIsRefused() {
        refused("database-missing", "the tiny database does not exist");
    }

    @Test
    void aDirectoryIsRefused() throws IOException {
        Files.createDirectory(file());
        refused("database-not-a-file", "the tiny database is not a file");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Files.createFile(file());
        refused("database-empty", "the tiny database is empty (0 bytes)");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 50_000})
    void aFileOfAnotherKindIsRefused(int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        Files.write(file(), noise);
        refused("database-malformed", "the tiny database is not a SQLite database, or is encrypted");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 511})
    void aFileThatIsTooSmallIsRefused(int bytes) throws IOException {
        byte[] start = Files.readAllBytes(GatewayFixture.real(directory).file("core"));
        Files.write(file(), Arrays.copyOf(start, bytes));
        refused("database-malformed", "has only " + bytes + " bytes");
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Path whole = GatewayFixture.real(directory).file("core");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(file(), Arrays.copyOf(bytes, bytes.length - 4096));
        refused("database-malformed", "is damaged or cut short: of " + (bytes.length - 4096) + " bytes SQLite says");
    }

    @Test
    void aDatabaseWithAnOverwrittenSchemaIsRefused() throws IOException {
        Path whole = GatewayFixture.real(directory).file("core");
        Files.copy(whole, file());
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[3000]), 1000);
        }
        refused("database-malformed", "is damaged or cut short");
    }

    @Test
    void aLockedDatabaseIsWaitedForAndThenRefused() throws SQLException {
        TinySource tiny = TinySource.create(directory);
        try (Connection writer = writer();
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            long began = System.nanoTime();
            ExporterException refusal = refusal(Duration.ofMillis(300));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
            assertThat(refusal.problem().code()).isEqualTo("database-locked");
            assertThat(refusal.problem().message()).endsWith("was locked by another process for longer than 300 ms");
            assertThat(refusal.problem().remedy()).contains("--busyTimeout");
            statement.execute("COMMIT");
        }
        tiny.open().close();
    }

    @Test
    void aLockMetByASnapshotIsAFailure() throws SQLException {
        TinySource.create(directory);
        try (SourceDatabases source = open(file(), Duration.ofMillis(50));
                Connection writer = writer();
                Statement statement = writer.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            ExporterException failure = catchThrowableOfType(ExporterException.class, source::pin);
            assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(failure.problem().code()).isEqualTo("database-locked");
        }
    }

    @Test
    void aDatabaseOfACrashedWriterIsRefused() throws SQLException, IOException {
        TinySource tiny = new TinySource(directory.resolve("written.db"));
        tiny.change("CREATE TABLE words (hash, word)");
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + tiny.file());
                Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA cache_size = 1");
            statement.execute("BEGIN");
            // More than the cache holds, so that pages and their journal are on disk before the end of the transaction.
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
                    + " INSERT INTO words SELECT i, randomblob(2000) FROM n");
            Files.copy(directory.resolve("written.db-journal"), directory.resolve("tiny.db-journal"));
            Files.copy(tiny.file(), file());
        }
        refused("database-needs-recovery", "was left by a writer that crashed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "what?mode=rwc", "a#b", "50%41", "äß€", "it's \"quoted\"", "semi;colon&immutable=1"})
    void anyPathCanBeRead(String name) throws IOException {
        TinySource.create(directory).thing("s", "'found'");
        Path place = Files.createDirectory(directory.resolve(name));
        TinySource moved =
                new TinySource(Files.move(file(), place.resolve(name + ".db"), StandardCopyOption.ATOMIC_MOVE));
        assertThat(moved.read("s")).containsExactly("found");
        try (var files = Files.list(place)) {
            assertThat(files).containsExactly(moved.file());
        }
    }

    @Test
    void nothingStaysBesideADatabaseInWalModeThatNobodyElseHasOpen() throws IOException {
        TinySource tiny = TinySource.create(directory).thing("s", "'found'");
        tiny.change("PRAGMA journal_mode = WAL");
        byte[] before = Files.readAllBytes(file());
        assertThat(tiny.read("s")).containsExactly("found");
        assertThat(filesBeside()).containsExactly(file());
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void nothingStaysBesideADamagedDatabaseInWalMode() throws IOException {
        TinySource tiny = TinySource.create(directory);
        tiny.change("PRAGMA journal_mode = WAL");
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file()) - 4096);
        }
        refused("database-malformed", "is damaged or cut short");
        assertThat(filesBeside()).containsExactly(file());
    }

    @Test
    void aWritersLogStaysWhenReadingEnds() throws SQLException, IOException {
        TinySource tiny = TinySource.create(directory);
        tiny.change("PRAGMA journal_mode = WAL");
        try (Connection writer = writer();
                Statement statement = writer.createStatement()) {
            SourceDatabases source = tiny.open();
            statement.executeUpdate("INSERT INTO parts VALUES (x'07', 1)");
            source.close();
            statement.executeUpdate("INSERT INTO parts VALUES (x'07', 2)");
            assertThat(filesBeside())
                    .containsExactlyInAnyOrder(
                            file(), directory.resolve("tiny.db-wal"), directory.resolve("tiny.db-shm"));
            try (ResultSet parts = statement.executeQuery("SELECT count(*) FROM parts")) {
                assertThat(parts.getInt(1)).isEqualTo(2);
            }
        }
    }

    private List<Path> filesBeside() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private Path file() {
        return directory.resolve("tiny.db");
    }

    private Connection writer() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    private static SourceDatabases open(Path file, Duration busyTimeout) {
        return SourceDatabases.open(TinySource.DATASET, Map.of(), Map.of("tiny", file), busyTimeout, Reader.AUTO);
    }

    private ExporterException refusal(Duration busyTimeout) {
        ExporterException refusal = catchThrowableOfType(
                ExporterException.class, () -> open(file(), busyTimeout).close());
        assertThat(refusal).isNotNull();
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.REFUSED);
        return refusal;
    }

    private void refused(String code, String message) {
        ExporterException refusal = refusal(Duration.ofSeconds(1));
        assertThat(refusal.problem().code()).isEqualTo(code);
        assertThat(refusal.problem().message()).contains(message);
        assertThat(refusal.problem().where()).isEqualTo("--tinyDb " + file());
        assertThat(refusal.problem().remedy()).isNotEmpty();
    }
}
