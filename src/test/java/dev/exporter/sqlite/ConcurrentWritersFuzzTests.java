package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.snapshot.SnapshotResult;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads a database by pages and by SQLite while other processes write and checkpoint it as fast as they can.
 * {@code -Dexporter.fuzz.snapshots=5000} takes more snapshots. Which state each one sees is chance; the seed repeats
 * what is written.
 */
class ConcurrentWritersFuzzTests {
    private static final int SNAPSHOTS = Integer.getInteger("exporter.fuzz.snapshots", 40);
    private static final long SEED = FuzzSeed.first();
    private static final int PAGE_SIZE = 1_024;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void eachSnapshotIsTheStateThatItsTransactionSees() throws Exception {
        Path path = directory.resolve("busy.db");
        new EmptyDatabase(PAGE_SIZE, 0, 0).write(path);
        Random random = new Random(SEED);
        try (Writer writer = new Writer(path, random, PAGE_SIZE)) {
            writer.execute("PRAGMA journal_mode = WAL");
            writer.execute("CREATE TABLE first (c0)");
        }
        long rows = 0;
        int fromLog = 0;
        try (OtherProcess one = new OtherProcess(path);
                OtherProcess other = new OtherProcess(path)) {
            // they are up when they answer
            assertThat(one.execute("SELECT 1")).isEqualTo("ok");
            assertThat(other.execute("SELECT 1")).isEqualTo("ok");
            one.writeAtRandom(SEED, PAGE_SIZE);
            other.writeAtRandom(SEED + 1, PAGE_SIZE);
            int count = 0;
            while (count < SNAPSHOTS) {
                try (DatabaseFile file = DatabaseFile.open(path);
                        JdbcPin pin = new JdbcPin(path)) {
                    Snapshot snapshot = take(file, pin);
                    fromLog += snapshot.wal().isPresent() ? 1 : 0;
                    long seen = new Referee(snapshot, pin).requireEqual(random);
                    rows += seen;
                    // those from before the first write do not count
                    count += seen > 1 ? 1 : 0;
                }
            }
            assertThat(one.stopWriting()).isEqualTo("ok, ok");
            assertThat(other.stopWriting()).isEqualTo("ok, ok");
        } catch (Exception | AssertionError e) {
            throw new AssertionError("-Dexporter.fuzz.seed=" + SEED, e);
        }
        System.out.println("fuzz: " + rows + " rows of " + SNAPSHOTS + " snapshots compared, " + fromLog
                + " with a log, first seed " + SEED);
        assertThat(rows).isPositive();
    }

    private static Snapshot take(DatabaseFile file, JdbcPin pin) throws SQLException, IOException {
        SnapshotResult result = Snapshot.take(file, pin);
        assertThat(result).isInstanceOf(Snapshot.class);
        return (Snapshot) result;
    }
}
