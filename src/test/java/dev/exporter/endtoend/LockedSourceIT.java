package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another process locks a source database for itself while an export is under way: by index, and before a scan. */
@Timeout(900)
class LockedSourceIT {
    /** So long that SQLite has asked for the lock again many times: it pauses 100 ms at most. */
    private static final long HELD_MILLISECONDS = 1500;

    @TempDir
    static Path shared;

    static SourceGateway made;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() {
        made = InterruptedExport.gateway(shared.resolve("gateway"));
    }

    @ParameterizedTest
    @CsvSource({"index, BETWEEN_PARTITIONS", "scan, AFTER_PLAN"})
    void aLockThatIsReleasedInTimeIsWaitedFor(String way, FaultPoint boundary) throws Exception {
        SourceGateway gateway = lockable();
        InterruptedExport export =
                new InterruptedExport(directory, gateway, 1000, 1, "--readBy=" + way, "--busyTimeout=60s");

        ExporterJar.Running running = export.begin(boundary);
        try (Connection ignored = locked(gateway)) {
            running.letGoOn().letWork(HELD_MILLISECONDS);
            assertThat(running.isAlive()).as("whether it waits").isTrue();
        }

        running.ended().requireExit(0);
        export.requireComplete();
    }

    @ParameterizedTest
    @CsvSource({"index, BETWEEN_PARTITIONS", "scan, AFTER_PLAN"})
    void aLockThatLastsEndsTheRunWhichGoesOnLater(String way, FaultPoint boundary) throws Exception {
        SourceGateway gateway = lockable();
        InterruptedExport export =
                new InterruptedExport(directory, gateway, 1000, 1, "--readBy=" + way, "--busyTimeout=300ms");

        ExporterJar.Running running = export.begin(boundary);
        ExporterJar.Ended ended;
        try (Connection ignored = locked(gateway)) {
            ended = running.letGoOn().ended().requireExit(1);
        }

        assertThat(ended.err().lines().filter(line -> line.startsWith("exporter: ")))
                .singleElement()
                .asString()
                .contains("the bundles database was locked by another process for longer than 300 ms", "--busyTimeout");
        assertThat(ended.err()).doesNotContain("\n\tat ");
        assertThat(export.tables().exist()).isFalse();
        assertThat(export.run("--resume").requireExit(0).logged("resume", "run"))
                .isEqualTo(ended.logged("start", "run"));
        export.requireComplete();
    }

    /** Without a write-ahead log: with one, nobody could lock out an export that has the database open. */
    private SourceGateway lockable() throws Exception {
        SourceGateway gateway = made.copiedTo(directory.resolve("gateway"));
        try (Connection connection = connection(gateway);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        }
        return gateway;
    }

    /** A connection that nobody can read beside; waits until those who read now have ended. */
    private static Connection locked(SourceGateway gateway) throws SQLException {
        Connection connection = connection(gateway);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            statement.execute("BEGIN EXCLUSIVE");
            return connection;
        }
    }

    private static Connection connection(SourceGateway gateway) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + gateway.file("bundles"));
    }
}
