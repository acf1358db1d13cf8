package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reader;
import dev.exporter.sqlite.FuzzSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads random databases by index, by scans with pages and by scans with JDBC: each gives the same rows or fails in the
 * same words. {@code -Dexporter.fuzz.databases=5000} makes more of them, {@code -Dexporter.fuzz.seed=random} other ones.
 */
class ScanFuzzTests {
    private static final int DATABASES = Integer.getInteger("exporter.fuzz.databases", 100);
    private static final long SEED = FuzzSeed.first();

    @TempDir
    private Path directory;

    private int byPages;
    private int failed;

    @Test
    void eachWayOfReadingGivesTheSame() throws Exception {
        for (int count = 0; count < DATABASES; count++) {
            long seed = SEED + count;
            try {
                readRandomDatabase(seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("-Dexporter.fuzz.databases=1 -Dexporter.fuzz.seed=" + seed, e);
            }
        }
        System.out.println("fuzz: " + DATABASES + " databases, " + byPages + " snapshots by pages, " + failed
                + " readings failed, first seed " + SEED);
        assertThat(byPages).isGreaterThan(DATABASES / 2);
        assertThat(failed).isPositive();
    }

    private void readRandomDatabase(long seed) throws SQLException, IOException {
        Random random = new Random(seed);
        Path place = Files.createDirectory(directory.resolve(Long.toString(seed)));
        TinySource tiny = new TinySource(place.resolve("tiny.db"));
        RandomThings things = new RandomThings(random, tiny.file());
        try (Connection writer = things.connect()) {
            things.create(writer);
            try (SourceDatabases auto = tiny.open(Reader.AUTO);
                    SourceDatabases jdbc = tiny.open(Reader.JDBC)) {
                for (int round = 0; round < 2; round++) {
                    try (SourceSnapshot pages = auto.pin();
                            SourceSnapshot rows = jdbc.pin()) {
                        compare(pages, rows, random);
                        if (pages.way(TinySource.THINGS).reader() == Reader.PAGES && inWalMode(place)) {
                            things.change(writer);
                            compare(pages, rows, random);
                        }
                    }
                    things.change(writer);
                }
            }
        }
    }

    private static boolean inWalMode(Path place) {
        return Files.exists(place.resolve("tiny.db-wal"));
    }

    private void compare(SourceSnapshot pages, SourceSnapshot jdbc, Random random) {
        byPages += pages.way(TinySource.THINGS).reader() == Reader.PAGES ? 1 : 0;
        long first = random.nextInt(900);
        for (KeyRange range : List.of(TinySource.ALL, new KeyRange(first, first + random.nextInt(300)))) {
            List<List<String>> byIndex = outcome(() -> Rows.of(a -> jdbc.read(TinySource.THINGS, range, a)));
            for (int slices : new int[] {1, random.nextInt(2, 9)}) {
                List<List<String>> byRows = outcome(() -> ScanTests.rows(jdbc, TinySource.THINGS, range, slices));
                assertThat(outcome(() -> ScanTests.rows(pages, TinySource.THINGS, range, slices)))
                        .isEqualTo(byRows);
                if (byRows.size() != 1 || byRows.get(0).size() != 1) {
                    assertThat(byRows).containsExactlyInAnyOrderElementsOf(byIndex);
                }
            }
        }
    }

    /** The rows, or what went wrong as a row of one value. */
    private List<List<String>> outcome(Callable<List<List<String>>> reading) {
        try {
            return new ArrayList<>(reading.call());
        } catch (ExporterException e) {
            failed++;
            return List.of(List.of(e.problem() + " " + e.exitCode()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
