package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.table.RowidRange;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads databases with random damage: it ends, with the rows that SQLite reads, or with the one exception that says so.
 * {@code -Dexporter.fuzz.damages=20000} damages more.
 */
class DamageFuzzTests {
    private static final int DAMAGES = Integer.getInteger("exporter.fuzz.damages", 300);
    private static final int DAMAGES_PER_DATABASE = 20;
    private static final long SEED = FuzzSeed.first();

    @TempDir
    private Path directory;

    private int equalTables;
    private int refusedTables;
    private int refusedFiles;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void damageIsAnErrorOrDoesNoHarm() throws Exception {
        for (int count = 0; count < DAMAGES; count += DAMAGES_PER_DATABASE) {
            long seed = SEED + count;
            try {
                damage(seed);
            } catch (Exception | Error e) {
                throw new AssertionError("-Dexporter.fuzz.damages=1 -Dexporter.fuzz.seed=" + seed, e);
            }
        }
        System.out.println("fuzz: damaged tables " + equalTables + " equal, " + refusedTables + " refused, files "
                + refusedFiles + " refused, first seed " + SEED);
        assertThat(equalTables).isPositive();
        assertThat(refusedTables).isPositive();
    }

    private void damage(long seed) throws SQLException, IOException {
        Random random = new Random(seed);
        int pageSize = 512 << random.nextInt(4);
        Path whole = directory.resolve(seed + ".whole");
        new EmptyDatabase(pageSize, 0, random.nextInt(3)).write(whole);
        try (Writer writer = new Writer(whole, random, pageSize)) {
            writer.execute("CREATE TABLE first (c0)");
            for (int step = 0; step < 30; step++) {
                writer.step();
            }
        }
        for (int copy = 0; copy < DAMAGES_PER_DATABASE; copy++) {
            Path damaged = directory.resolve(seed + "-" + copy + ".db");
            Files.copy(whole, damaged);
            damage(damaged, pageSize, random);
            read(damaged);
            Files.delete(damaged);
        }
    }

    private static void damage(Path path, int pageSize, Random random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            int pages = (int) (file.length() / pageSize);
            if (random.nextInt(10) == 0) {
                file.setLength(random.nextInt(1, pages + 1) * (long) pageSize - random.nextInt(pageSize));
                return;
            }
            for (int count = random.nextInt(1, 12); count > 0; count--) {
                long page = (long) random.nextInt(pages) * pageSize;
                // headers of pages and the pointers behind them are the most interesting bytes
                long offset = random.nextBoolean() ? random.nextInt(32) : random.nextInt(pageSize);
                file.seek(page + (page == 0 ? Math.max(100, offset) : offset));
                file.write(random.nextInt(256));
            }
        }
    }

    private void read(Path path) throws IOException {
        try (DatabaseFile file = DatabaseFile.open(path);
                JdbcPin pin = new JdbcPin(path)) {
            if (Snapshot.take(file, pin) instanceof Snapshot snapshot) {
                Referee referee = new Referee(snapshot, pin);
                for (String table : referee.tables()) {
                    read(referee, table);
                }
            } else {
                refusedFiles++;
            }
        } catch (SQLException e) {
            refusedFiles++; // SQLite finds no schema
        }
    }

    private void read(Referee referee, String table) throws SQLException, IOException {
        Optional<List<String>> byPages = Optional.empty();
        try {
            byPages = Optional.of(referee.byPages(table, RowidRange.ALL));
            equalTables++;
        } catch (CorruptPageException e) {
            refusedTables++;
        }
        try {
            List<String> bySqlite = referee.bySqlite(table);
            byPages.ifPresent(rows -> assertThat(rows).isEqualTo(bySqlite));
        } catch (SQLException e) {
            if (byPages.isPresent() && Boolean.getBoolean("exporter.fuzz.strict")) {
                throw e;
            }
        }
    }
}
