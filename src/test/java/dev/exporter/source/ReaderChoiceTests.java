package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderChoiceTests {
    @TempDir
    private Path directory;

    @Test
    void everyTableOfTheRealPairIsReadByPages() {
        GatewayFixture gateway = GatewayFixture.real(directory);
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING, Reader.AUTO);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(GatewayFixture.DATASET.sources())
                    .allSatisfy(table -> assertThat(snapshot.way(table)).isEqualTo(new Way(Reader.PAGES, "")));
        }
    }

    @Test
    void jdbcIsTakenWhereItIsAskedFor() {
        TinySource tiny = TinySource.create(directory);
        try (SourceDatabases source = tiny.open(Reader.JDBC);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(snapshot.way(TinySource.THINGS)).isEqualTo(new Way(Reader.JDBC, "another way was asked for"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // how the table is made instead | why it is not read by pages
                "TABLE words (hash PRIMARY KEY, word) WITHOUT ROWID | its rows have no numbers",
                "VIEW words AS SELECT thing AS hash, n AS word FROM parts | its rows have no numbers",
                "TABLE words (hash, word, twice AS (hash + 1)) | it has generated columns",
                "TABLE words (hash, word, twice AS (hash + 1) STORED) | it has generated columns",
                "TABLE words (rowid, _rowid_, oid, hash, word) | its rows have no numbers",
                "VIRTUAL TABLE words USING fts5(hash, word) | its rows have no numbers",
            })
    void whatOnlySqliteCanReadIsReadByJdbc(String definition, String reason) {
        TinySource tiny = TinySource.create(directory);
        tiny.change("DROP TABLE words; CREATE " + definition);
        expectJdbc(tiny, TinySource.WORDS, reason);
    }

    @Test
    void aColumnOfRealsIsReadByJdbc() {
        TinySource tiny = TinySource.create(directory);
        tiny.change(
                "DROP TABLE parts; CREATE TABLE parts (thing, n DOUBLE); CREATE INDEX parts_thing ON parts (thing)");
        expectJdbc(tiny, TinySource.PARTS, "its column n is declared as DOUBLE");
    }

    @Test
    void rowsThatAreOlderThanADefaultAreReadByJdbc() {
        TinySource tiny = TinySource.create(directory);
        tiny.change("DROP TABLE words; CREATE TABLE words (hash PRIMARY KEY);"
                + " INSERT INTO words VALUES (x'01'); ALTER TABLE words ADD COLUMN word DEFAULT 'none'");
        expectJdbc(tiny, TinySource.WORDS, "rows of it are older than a column that has a DEFAULT");
    }

    @Test
    void aDefaultThatEachRowHasStoredIsNoHindrance() {
        TinySource tiny = TinySource.create(directory);
        tiny.change("DROP TABLE words; CREATE TABLE words (hash PRIMARY KEY, word DEFAULT 'none');"
                + " INSERT INTO words (hash) VALUES (x'01')");
        try (SourceDatabases source = tiny.open(Reader.PAGES);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(snapshot.way(TinySource.WORDS).reader()).isEqualTo(Reader.PAGES);
            assertThat(Rows.column(1, a -> snapshot.scan(TinySource.WORDS, TinySource.ALL, Slice.ALL, a)))
                    .containsExactly("none");
        }
    }

    @Test
    void textInUtf16IsReadByJdbc() {
        TinySource tiny = TinySource.create(directory, "UTF-16le");
        expectJdbc(tiny, TinySource.THINGS, "its text is in UTF-16");
    }

    /** And refused where pages are asked for. */
    private static void expectJdbc(TinySource tiny, SourceTable table, String reason) {
        try (SourceDatabases source = tiny.open(Reader.AUTO);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(snapshot.way(table).reader()).isEqualTo(Reader.JDBC);
            assertThat(snapshot.way(table).reason()).startsWith(reason);
            assertThat(ScanTests.rows(snapshot, table, TinySource.ALL, 3))
                    .isEqualTo(Rows.of(a -> snapshot.scan(table, TinySource.ALL, Slice.ALL, a)));
        }
        try (SourceDatabases source = tiny.open(Reader.PAGES);
                SourceSnapshot snapshot = source.pin()) {
            ExporterException refusal = catchThrowableOfType(ExporterException.class, source::check);
            assertThat(refusal.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(refusal.problem().code()).isEqualTo("not-by-pages");
            assertThat(refusal.problem().message()).contains(" cannot be read by pages: " + reason);
            ExporterException failure = catchThrowableOfType(
                    ExporterException.class, () -> Rows.of(a -> snapshot.scan(table, TinySource.ALL, Slice.ALL, a)));
            assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(List.of(failure.problem().code())).containsExactly("not-by-pages");
        }
    }
}
