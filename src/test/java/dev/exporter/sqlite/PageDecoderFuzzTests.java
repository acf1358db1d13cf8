package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.snapshot.SnapshotResult;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads random databases by pages and by SQLite. {@code -Dexporter.fuzz.databases=5000} makes more of them,
 * {@code -Dexporter.fuzz.seed=random} other ones.
 */
class PageDecoderFuzzTests {
    private static final int DATABASES = Integer.getInteger("exporter.fuzz.databases", 200);
    private static final long SEED = FuzzSeed.first();
    private static final int STEPS = 16;
    private static final List<String> JOURNALS = List.of("DELETE", "PERSIST", "TRUNCATE", "WAL", "WAL", "WAL", "WAL");

    @TempDir
    private Path directory;

    @Test
    void readsRandomDatabasesAsSqliteDoes() throws Exception {
        long rows = 0;
        for (int count = 0; count < DATABASES; count++) {
            long seed = SEED + count;
            try {
                rows += readRandomDatabase(seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("-Dexporter.fuzz.databases=1 -Dexporter.fuzz.seed=" + seed, e);
            }
        }
        System.out.println("fuzz: " + rows + " rows compared, first seed " + SEED);
        assertThat(rows).isPositive();
    }

    private long readRandomDatabase(long seed) throws SQLException, IOException {
        Random random = new Random(seed);
        int pageSize = 512 << random.nextInt(8);
        int reserved = random.nextInt(3) == 0 ? random.nextInt(Math.min(256, pageSize - 480 + 1)) : 0;
        Path path = directory.resolve(seed + ".db");
        new EmptyDatabase(pageSize, reserved, random.nextInt(3)).write(path);
        long rows = 0;
        try (Writer writer = new Writer(path, random, pageSize - reserved)) {
            writer.execute("PRAGMA journal_mode = " + JOURNALS.get(random.nextInt(JOURNALS.size())));
            writer.execute("CREATE TABLE first (c0)");
            steps(writer, random);
            for (int snapshot = 0; snapshot < 2; snapshot++) {
                rows += readWhileWritten(path, writer, random);
                steps(writer, random);
            }
        }
        // the writer has closed last: no log, or one that is not needed
        try (DatabaseFile file = DatabaseFile.open(path);
                JdbcPin pin = new JdbcPin(path)) {
            return rows + new Referee(take(file, pin), pin).requireEqual(random);
        }
    }

    private static long readWhileWritten(Path path, Writer writer, Random random) throws SQLException, IOException {
        // with an older reader, no checkpoint gets further than what that one sees
        try (DatabaseFile file = DatabaseFile.open(path);
                JdbcPin older = new JdbcPin(path);
                JdbcPin pin = new JdbcPin(path)) {
            if (random.nextBoolean()) {
                older.begin();
                steps(writer, random);
            }
            Snapshot snapshot = take(file, pin);
            Referee referee = new Referee(snapshot, pin);
            long rows = referee.requireEqual(random);
            steps(writer, random);
            return rows + referee.requireEqual(random);
        }
    }

    private static Snapshot take(DatabaseFile file, JdbcPin pin) throws SQLException, IOException {
        SnapshotResult result = Snapshot.take(file, pin);
        assertThat(result).isInstanceOf(Snapshot.class);
        return (Snapshot) result;
    }

    private static void steps(Writer writer, Random random) throws SQLException {
        for (int step = random.nextInt(STEPS); step > 0; step--) {
            writer.step();
        }
    }
}
