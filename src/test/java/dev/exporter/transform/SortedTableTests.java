package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortedTableTests {
    private static final String[] COLUMNS = {
        "1 height long*", "2 id binary*", "5 index int", "6 amount decimal(20,0)", "7 flag boolean", "9 note string"
    };
    /** Twelve rows in a disorder, with awkward values. */
    private static final String ROWS =
            "SELECT 3 - i % 4 AS height, CAST('\\xFF\\x00' AS BLOB) || encode(chr(97 + i::INTEGER)) AS id,"
                    + " CASE i WHEN 0 THEN NULL WHEN 1 THEN -2147483648 ELSE -i END AS index,"
                    + " CASE i WHEN 2 THEN 99999999999999999999 WHEN 3 THEN -99999999999999999999 WHEN 4 THEN 0 END AS amount,"
                    + " i % 3 = 0 AS flag, CASE i WHEN 5 THEN '' WHEN 6 THEN 'é' || chr(0) || 'z' END AS note,"
                    + " 'left out' AS other FROM range(12) r(i) -- the end";

    @TempDir
    Path folder;

    Path data;

    @BeforeEach
    void data() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
    }

    @Test
    void rowsAreSortedCastAndWrittenWithFieldIdsAndRequiredColumns() throws Exception {
        Path file = data.resolve("it's.parquet");
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            SortedTable table = session.sort(Tables.table(ROWS, List.of("height", "id"), COLUMNS), Carry.none());
            table.write(0, 12, file, Tables.form(Codec.ZSTD));
        }

        String path = "'" + file.toString().replace("'", "''") + "'";
        assertThat(Tables.query("SELECT name, type, repetition_type, field_id FROM parquet_schema(" + path + ")"))
                .contains(
                        "height|INT64|REQUIRED|1",
                        "id|BYTE_ARRAY|REQUIRED|2",
                        "index|INT32|OPTIONAL|5",
                        "amount|FIXED_LEN_BYTE_ARRAY|OPTIONAL|6",
                        "flag|BOOLEAN|REQUIRED|7",
                        "note|BYTE_ARRAY|OPTIONAL|9");
        assertThat(Tables.query("SELECT height, hex(id), index, amount, flag, hex(encode(note)) FROM " + path))
                .hasSize(12)
                .startsWith("0|FF0064|-3|-99999999999999999999|true|null", "0|FF0068|-7|null|false|null")
                .contains(
                        "3|FF0061|null|null|true|null",
                        "2|FF0062|-2147483648|null|false|null",
                        "1|FF0063|-2|99999999999999999999|false|null",
                        "2|FF0066|-5|null|false|",
                        "1|FF0067|-6|null|true|C3A9007A");
    }

    @Test
    void rangesOfRowsGoToFilesInTheirOrderWithManyThreads() throws Exception {
        TableSpec table = Tables.table(
                "SELECT i AS height, encode('id ' || i) AS id FROM range(700000) r(i) ORDER BY hash(i)",
                List.of("height"),
                "1 height long*",
                "2 id binary*");
        try (Engine engine = Tables.engine(folder, 1L << 30, 8);
                Session session = engine.session()) {
            SortedTable sorted = session.sort(table, Carry.none());
            sorted.write(0, 123_457, data.resolve("1"), Tables.form(Codec.SNAPPY));
            sorted.write(123_457, 576_543, data.resolve("2"), Tables.form(Codec.SNAPPY));
        }

        assertThat(Tables.query("SELECT count(*), min(height), max(height) FROM read_parquet('" + data + "/1')"))
                .containsExactly("123457|0|123456");
        assertThat(Tables.query("SELECT count(*), count(*) FILTER (height <> 123457 + file_row_number), max(height)"
                        + " FROM read_parquet('" + data + "/2', file_row_number = true)"))
                .containsExactly("576543|0|699999");
        assertThat(Tables.query("SELECT count(*) > 50, max(row_group_num_rows) < 12289 FROM parquet_metadata('" + data
                        + "/2')"))
                .containsExactly("true|true");
    }

    @Test
    void rowsThatTieInTheSortColumnsStillHaveOneOrder() throws Exception {
        String rows = "SELECT i // 1000 AS height, encode('same') AS id, -(i % 1000) AS amount, NULL AS note"
                + " FROM range(50000) r(i) ORDER BY hash(i + ";
        for (int salt = 0; salt < 2; salt++) {
            TableSpec table = Tables.table(
                    rows + salt + ")",
                    List.of("height", "id"),
                    "1 height long*",
                    "2 id binary*",
                    "3 amount decimal(20,0)",
                    "4 note string");
            try (Engine engine = Tables.engine(folder);
                    Session session = engine.session()) {
                session.sort(table, Carry.none()).write(0, 50_000, data.resolve("" + salt), Tables.form(Codec.NONE));
            }
        }

        assertThat(data.resolve("0")).hasSameBinaryContentAs(data.resolve("1"));
        assertThat(Tables.query("SELECT count(*) FROM read_parquet('" + data + "/0', file_row_number = true)"
                        + " WHERE height <> file_row_number // 1000 OR amount <> file_row_number % 1000 - 999"))
                .containsExactly("0");
    }

    @Test
    void rowsOutsideTheExportedRangeAreCarriedOverByFieldIdFromOlderFiles() throws Exception {
        // Written before the column "note" came, with "id" under another name, in a folder that looks like a partition.
        Path old = Files.createDirectory(data.resolve("height=0-9")).resolve("old.parquet");
        Tables.execute("COPY (SELECT i AS height, encode('old ' || i) AS former FROM range(10) r(i)) TO '" + old
                + "' (FORMAT PARQUET, FIELD_IDS {height: 1, former: 2})");
        TableSpec table = Tables.table(
                "SELECT i AS height, encode('new ' || i) AS id, 'n' AS note FROM range(3, 6) r(i)",
                List.of("height"),
                "1 height long*",
                "2 id binary*",
                "3 note string");
        Path file = data.resolve("new.parquet");

        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            SortedTable sorted = session.sort(table, new Carry(List.of(old), "height", new KeyRange(3, 7)));
            sorted.write(0, sorted.rows(), file, Tables.form(Codec.ZSTD));
        }

        assertThat(Tables.query("SELECT height, decode(id), note FROM '" + file + "'"))
                .containsExactly(
                        "0|old 0|null",
                        "1|old 1|null",
                        "2|old 2|null",
                        "3|new 3|n",
                        "4|new 4|n",
                        "5|new 5|n",
                        "8|old 8|null",
                        "9|old 9|null");
    }

    @Test
    void aMissingRequiredValueIsRefusedWithItsRow() {
        assertFailure(
                "SELECT 7 AS height, CASE WHEN i <> 5 THEN encode('x') END AS id, NULL AS index FROM range(9) r(i)",
                "required-value-missing",
                "1 rows have no value in the required column id, the first with height 7, id NULL",
                "table t");
    }

    @Test
    void aValueThatDoesNotFitItsColumnIsRefused() {
        assertFailure(
                "SELECT 7 AS height, encode('x') AS id, 2147483648 AS index",
                "value-does-not-fit",
                "2147483648",
                "table t");
    }

    @Test
    void aColumnThatTheDatasetsSqlLacksIsNamed() {
        assertFailure("SELECT 7 AS height, encode('x') AS id", "sql-engine", "index", "table t");
    }

    @Test
    void everyCodecIsWritten() throws Exception {
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            TableSpec table =
                    Tables.table("SELECT i AS height FROM range(1000) r(i)", List.of("height"), "1 height long*");
            SortedTable sorted = session.sort(table, Carry.none());
            for (Codec codec : Codec.values()) {
                sorted.write(0, 1000, data.resolve(codec.text() + ".parquet"), Tables.form(codec));
            }
        }

        assertThat(Tables.query("SELECT DISTINCT parse_filename(file_name), compression FROM parquet_metadata('" + data
                        + "/*.parquet')"))
                .containsExactlyInAnyOrder(
                        "zstd.parquet|ZSTD",
                        "snappy.parquet|SNAPPY",
                        "gzip.parquet|GZIP",
                        "lz4.parquet|LZ4_RAW",
                        "brotli.parquet|BROTLI",
                        "none.parquet|UNCOMPRESSED");
    }

    @Test
    void aColumnsValuesAreShownInPlainEncodingInTheirOrder() {
        List<String> shown = new ArrayList<>();
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            SortedTable sorted = session.sort(Tables.table(ROWS, List.of("height", "id"), COLUMNS), Carry.none());
            for (String column : List.of("height", "id", "index", "note")) {
                sorted.values(
                        sorted.table().column(column),
                        3,
                        5,
                        (buffer, from, length) ->
                                shown.add(column + " " + HexFormat.of().formatHex(buffer, from, from + length)));
            }
            assertThatThrownBy(() -> sorted.values(sorted.table().column("amount"), 0, 1, (buffer, from, length) -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        // The first three have height 0; these are the rows of i = 2, 6, 10, 1 and 5.
        assertThat(shown)
                .containsExactly(
                        "height 0100000000000000",
                        "height 0100000000000000",
                        "height 0100000000000000",
                        "height 0200000000000000",
                        "height 0200000000000000",
                        "id ff0063",
                        "id ff0067",
                        "id ff006b",
                        "id ff0062",
                        "id ff0066",
                        "index feffffff",
                        "index faffffff",
                        "index f6ffffff",
                        "index 00000080",
                        "index fbffffff",
                        "note c3a9007a",
                        "note ");
    }

    @Test
    void longColumnsOfAnyLengthAreShownWhole() {
        Map<Integer, Integer> lengths = new TreeMap<>();
        List<Long> rows = new ArrayList<>();
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            SortedTable sorted = session.sort(
                    Tables.table(
                            "SELECT i AS height, encode(repeat('x', i % 100 * 7)) AS id FROM range(50000) r(i)",
                            List.of("height"), "1 height long*", "2 id binary*"),
                    Carry.none());
            sorted.values(
                    sorted.table().column("id"),
                    0,
                    50_000,
                    (buffer, from, length) -> lengths.merge(length, 1, Integer::sum));
            sorted.values(
                    sorted.table().column("height"),
                    40_000,
                    10_000,
                    (buffer, from, length) -> rows.add(ByteBuffer.wrap(buffer, from, length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()));
        }

        assertThat(lengths).hasSize(100).containsKey(0).containsKey(99 * 7);
        assertThat(lengths.values()).containsOnly(500);
        assertThat(rows).isEqualTo(LongStream.range(40_000, 50_000).boxed().toList());
    }

    /** With NULLs among the values, runs over the borders of batches and parts, and more values than are kept. */
    @ParameterizedTest
    @CsvSource({"50000, 7", "50000, 1", "1000000, 2", "1000000, 1"})
    void aColumnsHashesAreThoseOfItsValuesByAnotherLibrary(int rows, int inARun) {
        String sql = "SELECT i AS height, CASE WHEN i // " + inARun + " % 5 <> 3 THEN encode('id ' || i // " + inARun
                + ") END AS id, (i // " + inARun + ")::INTEGER AS number FROM range(" + rows + ") r(i)";
        String[] columns = {"1 height long*", "2 id binary bloom", "3 number int bloom"};
        XxHash other = new XxHash();
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            SortedTable sorted = session.sort(Tables.table(sql, List.of("height"), columns), Carry.none());
            for (String column : List.of("id", "number", "height")) {
                for (long first : List.of(0L, 8191L, 30_003L)) {
                    List<Long> shown = new ArrayList<>();
                    List<Long> expected = new ArrayList<>();
                    ColumnSpec of = sorted.table().column(column);
                    sorted.hashes(of, first, 19_990, shown::add);
                    sorted.values(
                            of,
                            first,
                            19_990,
                            (buffer, from, length) ->
                                    expected.add(other.hashByteBuffer(ByteBuffer.wrap(buffer, from, length))));
                    assertThat(withoutRepetitions(shown)).isEqualTo(withoutRepetitions(expected));
                }
            }
        }
    }

    private static List<Long> withoutRepetitions(List<Long> hashes) {
        List<Long> single = new ArrayList<>();
        for (Long hash : hashes) {
            if (single.isEmpty() || !single.get(single.size() - 1).equals(hash)) {
                single.add(hash);
            }
        }
        return single;
    }

    private void assertFailure(String sql, String code, String message, String where) {
        TableSpec table = Tables.table(sql, List.of("height", "id"), "1 height long*", "2 id binary*", "3 index int");
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            assertThatThrownBy(() -> session.sort(table, Carry.none()))
                    .isInstanceOfSatisfying(ExporterException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo(code);
                        assertThat(e.problem().message()).contains(message);
                        assertThat(e.problem().where()).contains(where);
                    });
        }
    }
}
