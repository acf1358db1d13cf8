package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTests {
    private static final SourceTable ITEMS = GatewayFixture.DATASET.source("data_items");
    private static final SourceTable TAGS = GatewayFixture.DATASET.source("item_tags");

    @TempDir
    private Path directory;

    @Test
    void rowsWrittenLaterAreNotSeen() throws SQLException {
        GatewayFixture gateway = inWalMode();
        try (Connection bundles = gateway.writer("bundles");
                SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY)) {
            GatewayFixture.item(bundles, 1, 5, 2);
            try (SourceSnapshot before = source.pin()) {
                GatewayFixture.item(bundles, 2, 5, 3);
                try (Statement statement = bundles.createStatement()) {
                    statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
                }
                assertThat(Rows.column(0, a -> before.read(ITEMS, TinySource.ALL, a)))
                        .containsExactly("x0001");
                assertThat(Rows.of(a -> before.read(TAGS, TinySource.ALL, a))).hasSize(2);
                assertThat(source.count(TAGS, TinySource.ALL)).isEqualTo(5);
            }
            try (SourceSnapshot after = source.pin()) {
                assertThat(Rows.column(0, a -> after.read(ITEMS, TinySource.ALL, a)))
                        .containsExactlyInAnyOrder("x0001", "x0002");
            }
        }
    }

    @Test
    void manySnapshotsAreReadAtOnce() throws Exception {
        GatewayFixture gateway = inWalMode();
        try (Connection bundles = gateway.writer("bundles")) {
            bundles.setAutoCommit(false);
            for (int id = 0; id < 2000; id++) {
                GatewayFixture.item(bundles, id, id % 10, 1);
            }
            bundles.commit();
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY)) {
            Callable<Integer> reading = () -> {
                try (SourceSnapshot snapshot = source.pin()) {
                    return Rows.of(a -> snapshot.read(TAGS, TinySource.ALL, a)).size();
                }
            };
            for (Future<Integer> rows :
                    threads.invokeAll(Stream.generate(() -> reading).limit(16).toList())) {
                assertThat(rows.get()).isEqualTo(2000);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theFilesAreNotChangedByReading() throws IOException {
        GatewayFixture gateway = GatewayFixture.real(directory);
        byte[] core = Files.readAllBytes(gateway.file("core"));
        byte[] bundles = Files.readAllBytes(gateway.file("bundles"));
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING)) {
            source.check();
            source.extent();
            try (SourceSnapshot snapshot = source.pin()) {
                Rows.of(a -> snapshot.read(ITEMS, TinySource.ALL, a));
            }
        }
        assertThat(Files.readAllBytes(gateway.file("core"))).isEqualTo(core);
        assertThat(Files.readAllBytes(gateway.file("bundles"))).isEqualTo(bundles);
        assertThat(filesThere()).containsExactlyInAnyOrder("bundles.db", "core.db");
    }

    @Test
    void aDatabaseInWalModeWithoutItsLogIsRead() throws SQLException {
        GatewayFixture gateway = inWalMode();
        try (Connection bundles = gateway.writer("bundles")) {
            GatewayFixture.item(bundles, 1, 5, 0);
        }
        assertThat(directory.resolve("bundles.db-wal")).doesNotExist();
        try (SourceDatabases source = gateway.open(GatewayFixture.ITEMS_ONLY)) {
            assertThat(source.count(ITEMS, TinySource.ALL)).isEqualTo(1);
        }
    }

    @Test
    void aLogThatNobodyHasOpenIsRead() throws SQLException, IOException {
        GatewayFixture gateway = inWalMode();
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Connection bundles = gateway.writer("bundles")) {
            GatewayFixture.item(bundles, 1, 5, 0);
            // As a writer that was killed leaves them: the item is in the log only.
            Files.copy(gateway.file("bundles"), copy.resolve("bundles.db"));
            Files.copy(directory.resolve("bundles.db-wal"), copy.resolve("bundles.db-wal"));
        }
        Files.copy(gateway.file("core"), copy.resolve("core.db"));
        try (SourceDatabases source = GatewayFixture.at(copy).open(GatewayFixture.ITEMS_ONLY)) {
            assertThat(source.count(ITEMS, TinySource.ALL)).isEqualTo(1);
        }
    }

    @Test
    void aDatabaseInWalModeIsReadWhereNoLogCanBeMade() throws IOException {
        TinySource tiny = withoutPlaceForALog();
        assertThat(tiny.read("s")).containsExactly("found");
        for (Reader reader : Reader.values()) {
            try (SourceDatabases source = tiny.open(reader);
                    SourceSnapshot snapshot = source.pin()) {
                assertThat(Rows.column(4, a -> snapshot.scan(TinySource.THINGS, TinySource.ALL, Slice.ALL, a)))
                        .containsExactly("found");
            }
        }
    }

    @Test
    void aDatabaseInWalModeIsReadFromADirectoryThatCannotBeWritten() throws IOException {
        Path place = Files.createDirectory(directory.resolve("read-only"));
        TinySource tiny = TinySource.create(place).thing("s", "'found'");
        tiny.change("PRAGMA journal_mode = WAL");
        // For the superuser, whom permissions do not bind, this is the usual case.
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThat(tiny.read("s")).containsExactly("found");
        } finally {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aWriterThatComesToSuchADatabaseIsNoticed() throws IOException {
        TinySource tiny = withoutPlaceForALog();
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin()) {
            Files.setLastModifiedTime(tiny.file(), FileTime.fromMillis(0));
            ExporterException failure = catchThrowableOfType(
                    ExporterException.class, () -> Rows.of(a -> snapshot.read(TinySource.THINGS, TinySource.ALL, a)));
            assertThat(failure.problem().code()).isEqualTo("database-changed");
            assertThatThrownBy(source::pin).hasMessageContaining("a writer has opened the tiny database");
        }
    }

    @Test
    void aLogThatCannotBeReadIsRefused() throws IOException {
        TinySource tiny = withoutPlaceForALog();
        Files.delete(directory.resolve("tiny.db-wal"));
        Files.write(directory.resolve("tiny.db-wal"), new byte[5000]);
        ExporterException refusal =
                catchThrowableOfType(ExporterException.class, () -> tiny.open().close());
        assertThat(refusal.problem().code()).isEqualTo("database-unreadable");
        assertThat(refusal.problem().message())
                .isEqualTo("the tiny database has changes in tiny.db-wal, which cannot be read because tiny.db-shm"
                        + " cannot be opened or made");
    }

    @Test
    void aLogThatCannotBeReadIsRefusedBehindALinkToo() throws IOException {
        withoutPlaceForALog();
        Files.delete(directory.resolve("tiny.db-wal"));
        Files.write(directory.resolve("tiny.db-wal"), new byte[5000]);
        Path link = Files.createDirectory(directory.resolve("elsewhere")).resolve("tiny.db");
        Files.createSymbolicLink(link, directory.resolve("tiny.db"));
        ExporterException refusal = catchThrowableOfType(
                ExporterException.class, () -> new TinySource(link).open().close());
        assertThat(refusal.problem().code()).isEqualTo("database-unreadable");
        assertThat(refusal.problem().where()).endsWith(link.toString());
    }

    @Test
    void aLinkThatIsTurnedToAnotherFileChangesNothing() throws IOException {
        TinySource.create(Files.createDirectory(directory.resolve("one"))).thing("s", "'one'");
        TinySource.create(Files.createDirectory(directory.resolve("two"))).thing("s", "'two'");
        Path link = Files.createSymbolicLink(directory.resolve("current"), directory.resolve("one"));
        try (SourceDatabases source = new TinySource(link.resolve("tiny.db")).open()) {
            Files.delete(link);
            Files.createSymbolicLink(link, directory.resolve("two"));
            try (SourceSnapshot snapshot = source.pin()) {
                assertThat(Rows.column(4, a -> snapshot.scan(TinySource.THINGS, TinySource.ALL, Slice.ALL, a)))
                        .containsExactly("one");
                assertThat(Rows.column(4, a -> snapshot.read(TinySource.THINGS, TinySource.ALL, a)))
                        .containsExactly("one");
            }
        }
    }

    @Test
    void aLogThatIsBegunAfterOpeningIsRead() throws SQLException {
        TinySource tiny = TinySource.create(directory).thing("s", "'before'");
        try (SourceDatabases source = tiny.open();
                Connection writer = DriverManager.getConnection("jdbc:sqlite:" + tiny.file());
                Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("UPDATE \"odd \"\"things\"\"\" SET s = 'after'");
            try (SourceSnapshot snapshot = source.pin()) {
                assertThat(Rows.column(4, a -> snapshot.scan(TinySource.THINGS, TinySource.ALL, Slice.ALL, a)))
                        .containsExactly("after");
                assertThat(snapshot.way(TinySource.THINGS).reason()).contains("begun after it was opened");
            }
        }
    }

    @Test
    void aClosedSnapshotIsNotRead() {
        TinySource tiny = TinySource.create(directory);
        try (SourceDatabases source = tiny.open()) {
            SourceSnapshot snapshot = source.pin();
            snapshot.close();
            assertThatThrownBy(() -> Rows.of(a -> snapshot.read(TinySource.THINGS, TinySource.ALL, a)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private GatewayFixture inWalMode() {
        GatewayFixture gateway = GatewayFixture.empty(directory);
        gateway.change("core", "PRAGMA journal_mode = WAL");
        gateway.change("bundles", "PRAGMA journal_mode = WAL");
        return gateway;
    }

    /** In WAL mode, with links to nowhere in place of its log: as in a directory that cannot be written. */
    private TinySource withoutPlaceForALog() throws IOException {
        TinySource tiny = TinySource.create(directory).thing("s", "'found'");
        tiny.change("PRAGMA journal_mode = WAL");
        Path nowhere = directory.resolve("absent").resolve("file");
        Files.createSymbolicLink(directory.resolve("tiny.db-wal"), nowhere);
        Files.createSymbolicLink(directory.resolve("tiny.db-shm"), nowhere);
        return tiny;
    }

    private List<String> filesThere() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
