package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EstimateTests {
    private static final int ROWS = 100_000;

    @TempDir
    private Path directory;

    @Test
    void aSmallTableIsKnownExactly() {
        TinySource tiny = TinySource.create(directory);
        fill(tiny, 3000, "i");
        try (SourceDatabases source = tiny.open(Reader.PAGES);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(snapshot.size(TinySource.THINGS).rows()).isEqualTo(3000);
            assertThat(snapshot.size(TinySource.WORDS)).isEqualTo(new TableSize(0, 4096));
            assertThat(snapshot.share(TinySource.THINGS, new KeyRange(300, 599)))
                    .isEqualTo(0.1);
            assertThat(snapshot.share(TinySource.PARTS, new KeyRange(300, 599))).isEqualTo(0.1);
            assertThat(snapshot.share(TinySource.THINGS, new KeyRange(3000, 9999)))
                    .isZero();
            assertThat(snapshot.share(TinySource.THINGS, TinySource.ALL)).isEqualTo(1);
            assertThatThrownBy(() -> snapshot.share(TinySource.WORDS, TinySource.ALL))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"PAGES, i", "JDBC, i", "PAGES, i * 7919 % 100000", "JDBC, i * 7919 % 100000"})
    void aLargeTableIsKnownRoughly(Reader reader, String key) throws IOException {
        TinySource tiny = TinySource.create(directory);
        fill(tiny, ROWS, key);
        // every fifth row of the later half
        tiny.change("DELETE FROM \"odd \"\"things\"\"\" WHERE rowid > " + ROWS / 2 + " AND rowid % 5 = 0");
        long rows = ROWS - ROWS / 10;
        try (SourceDatabases source = tiny.open(reader);
                SourceSnapshot snapshot = source.pin()) {
            TableSize size = snapshot.size(TinySource.THINGS);
            assertThat(size.rows()).isBetween(rows * 9 / 10, rows * 11 / 10);
            assertThat(size.bytes()).isBetween(Files.size(tiny.file()) / 8, Files.size(tiny.file()));
            assertThat(snapshot.share(TinySource.THINGS, new KeyRange(ROWS / 4, ROWS / 2)))
                    .isCloseTo(0.25, within(0.1));
            assertThat(snapshot.share(TinySource.THINGS, new KeyRange(7, 16))).isCloseTo(0.0001, within(0.00002));
            assertThat(snapshot.share(TinySource.THINGS, TinySource.ALL)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void numbersFarApartAreNotTakenForRows(Reader reader) {
        TinySource tiny = TinySource.create(directory);
        tiny.change("INSERT INTO words (rowid, hash) VALUES (-9000000000000000000, x'01'), (3, x'02'),"
                + " (9000000000000000000, x'03')");
        try (SourceDatabases source = tiny.open(reader);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(snapshot.size(TinySource.WORDS).rows()).isBetween(1L, 5000L);
            assertThat(snapshot.slices(TinySource.WORDS, 8)).isNotEmpty();
            assertThat(ScanTests.rows(snapshot, TinySource.WORDS, TinySource.ALL, 8))
                    .hasSize(3);
        }
    }

    private static void fill(TinySource tiny, int rows, String key) {
        // of different lengths, some on overflow pages
        tiny.change("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + " - 1)"
                + " INSERT INTO \"odd \"\"things\"\"\" (id, at, b) SELECT CAST(i AS BLOB), " + key
                + ", zeroblob(CASE WHEN i % 5000 = 0 THEN 20000 ELSE i % 90 END) FROM n");
    }
}
