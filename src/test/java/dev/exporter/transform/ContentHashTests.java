package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.exporter.plan.Codec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.hash.LongestRow;
import dev.exporter.transform.hash.RowDigest;
import dev.exporter.transform.sql.ParquetSql;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHashTests {
    private static final String[] COLUMNS = {
        "1 height long*", "2 id binary", "3 index int", "4 amount decimal(20,0)", "5 flag boolean", "7 note string"
    };

    @TempDir
    Path folder;

    @Test
    void theWorkedExampleOfTheDocumentationHolds() {
        String first =
                "SELECT 5 AS height, '\\xFF\\x00'::BLOB AS id, -1 AS index, -7 AS amount, true AS flag, 'é' AS note";
        String second = "SELECT 6, ''::BLOB, NULL, NULL, false, ''";

        assertThat(hash(first + " UNION ALL " + second)).hasToString("2:1b457b321cf2c2de78187c0c90a044e1");
        assertThat(hash(first + " UNION ALL " + first)).hasToString("2:3287887864486588e5758b8bc0a88990");
        assertThat(hash("SELECT * FROM (" + first + ") WHERE false")).isEqualTo(ContentHash.EMPTY);
    }

    @Test
    void manyRowsOfAllTypesHaveTheHashThatASlowComputationGives() throws Exception {
        String rows = "SELECT (hash(i) % 1000)::BIGINT - 500 AS height,"
                + " CASE WHEN i % 11 > 0 THEN unhex(substr(repeat(md5(i::VARCHAR), 20), 1, 2 * (i % 300))) END AS id,"
                + " CASE WHEN i % 7 > 0 THEN (hash(i + 1) % 4294967296)::BIGINT - 2147483648 END AS index,"
                + " CASE WHEN i % 5 > 0 THEN (hash(i + 2)::DECIMAL(20,0) - 9223372036854775808) * 5 END AS amount,"
                + " CASE WHEN i % 3 > 0 THEN hash(i + 3) % 2 = 0 END AS flag,"
                + " CASE WHEN i % 2 > 0 THEN repeat('ü€', (i % 9)::INTEGER) END AS note FROM range(30000) r(i)";

        assertThat(hash(rows)).isEqualTo(slowly(rows));
    }

    /** 60 MB of them in an engine's table and in a file, of which at most 16 MiB are in Arrow's memory at a time. */
    @Test
    void longRowsArePassedOverFewAtATime() throws Exception {
        String rows = "SELECT i AS height, repeat('long ', 60000 + i)::BLOB AS id, i % 7 AS index, NULL AS amount,"
                + " i % 3 = 0 AS flag, repeat('ü', 500) AS note FROM range(200) r(i)";
        TableSpec table = Tables.table(rows, List.of("height"), COLUMNS);
        Path file = Files.createDirectory(folder.resolve("data")).resolve("file");
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session();
                BufferAllocator bounded = new RootAllocator(16 << 20)) {
            SortedTable sorted = session.sort(table, Carry.none());
            assertThat(sorted.longest()).isEqualTo(new LongestRow(5 * 60_199 + 1000));
            sorted.write(0, sorted.rows(), file, Tables.form(Codec.ZSTD));
            String from = " FROM " + ParquetSql.read(table, List.of(file));
            ContentHash expected = slowly(rows);

            assertThat(sorted.hash()).isEqualTo(expected);
            assertThat(RowDigest.of(session.connection(), bounded, table, sorted.span())
                            .hash())
                    .isEqualTo(expected);
            assertThat(RowDigest.of(session.connection(), bounded, table, from, sorted.longest())
                            .hash())
                    .isEqualTo(expected);
            assertThat(Tables.query(session.connection(), "SELECT " + LongestRow.sql(table.columns()) + from))
                    .containsExactly(Long.toString(sorted.longest().bytes()));
            AtomicLong shown = new AtomicLong();
            sorted.values(table.column("id"), 0, 200, (buffer, start, length) -> shown.addAndGet(length));
            assertThat(shown).hasValue(5 * (60_000 * 200 + 199 * 100));
        }
    }

    @Test
    void aBatchHasEightMebibytesOrOneRow() {
        assertThat(new LongestRow(0).batchRows()).isEqualTo(8192);
        assertThat(new LongestRow(1024).batchRows()).isEqualTo(8192);
        assertThat(new LongestRow(1025).batchRows()).isEqualTo(4096);
        assertThat(new LongestRow(300_000).batchRows()).isEqualTo(16);
        assertThat(new LongestRow(8 << 20).batchRows()).isEqualTo(1);
        assertThat(new LongestRow(Long.MAX_VALUE).batchRows()).isEqualTo(1);
    }

    @Test
    void theLongestRowIsNoShorterThanAnyWhateverTheColumnsHold() {
        assertThat(longest("SELECT 1 AS height, NULL AS id, NULL AS note")).isZero();
        assertThat(longest("SELECT 1 AS height, ''::BLOB AS id, 'é' AS note")).isEqualTo(2);
        assertThat(longest("SELECT 1 AS height, NULL AS id, 'x' AS note WHERE false"))
                .isZero();
        assertThat(longest("SELECT i AS height, repeat('x', (i % 7777)::INTEGER)::BLOB AS id, 'a' || i AS note"
                        + " FROM range(20000) r(i) ORDER BY hash(i)"))
                .isEqualTo(7776 + 6);
    }

    private long longest(String rows) {
        TableSpec table = Tables.table(rows, List.of("height"), "1 height long*", "2 id binary", "7 note string");
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            return session.sort(table, Carry.none()).longest().bytes();
        }
    }

    @Test
    void aColumnAddedLaterChangesNothingWhereItIsNull() {
        String rows = "SELECT i AS height, encode('x' || i) AS id FROM range(100) r(i)";
        TableSpec narrow = Tables.table(rows, List.of("height"), "1 height long*", "2 id binary");
        TableSpec wide = Tables.table(
                "SELECT *, NULL AS late FROM (" + rows + ")",
                List.of("height"),
                "1 height long*",
                "2 id binary",
                "3 late string");

        assertThat(hash(wide)).isEqualTo(hash(narrow));
    }

    private ContentHash hash(String rows) {
        return hash(Tables.table(rows, List.of("height"), COLUMNS));
    }

    private ContentHash hash(TableSpec table) {
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            return session.sort(table, Carry.none()).hash();
        }
    }

    /** The sum of the rows' hashes by big integers, from values that JDBC gives one by one. */
    private static ContentHash slowly(String rows) throws Exception {
        BigInteger sum = BigInteger.ZERO;
        long count = 0;
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(rows)) {
            while (row.next()) {
                ByteArrayOutputStream canonical = new ByteArrayOutputStream();
                put(canonical, 1, number(row.getLong("height")));
                put(canonical, 2, row.getBytes("id"));
                put(canonical, 3, row.getObject("index") == null ? null : number(row.getLong("index")));
                put(
                        canonical,
                        4,
                        row.getObject("amount") == null
                                ? null
                                : decimal(row.getBigDecimal("amount").unscaledValue()));
                put(
                        canonical,
                        5,
                        row.getObject("flag") == null ? null : new byte[] {(byte) (row.getBoolean("flag") ? 1 : 0)});
                String note = row.getString("note");
                put(canonical, 7, note == null ? null : note.getBytes(StandardCharsets.UTF_8));
                HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(canonical.toByteArray());
                sum = sum.add(new BigInteger(hash.toString().replace("0x", ""), 16));
                count++;
            }
        }
        return ContentHash.parse(count + ":" + String.format("%032x", sum.mod(BigInteger.ONE.shiftLeft(128))));
    }

    private static void put(ByteArrayOutputStream row, int id, byte @Nullable [] value) {
        if (value != null) {
            row.writeBytes(ByteBuffer.allocate(9)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(id)
                    .put((byte) 1)
                    .putInt(value.length)
                    .array());
            row.writeBytes(value);
        }
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private static byte[] decimal(BigInteger value) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 16; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }
}
