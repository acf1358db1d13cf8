package dev.exporter.warehouse.manifest;

import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.WarehouseFixture;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What manifests say of a file, read with plain Avro, against what DuckDB finds when it reads every row. */
class DataFileMetricsTests {
    private static final KeyRange P0 = partition(0);

    @TempDir
    Path directory;

    @Test
    void countsAndBoundsAreThoseOfTheRows() throws Exception {
        WarehouseFixture fixture = new WarehouseFixture(directory);
        RunId run = newRun();
        StagedFile file = fixture.stage(
                new DataFileName("blocks", P0, 1, run, 1),
                5000,
                "SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE ('h' || i)::BLOB END AS hash, (i % 10)::BIGINT AS height,"
                        + " CASE WHEN i % 3 = 0 THEN NULL ELSE 'a long title of row ' || i END AS title,"
                        + " (i * 1000000007 + 12345678901234567)::DECIMAL(20,0) AS reward, i % 2 = 0 AS final"
                        + " FROM range(5000) t(i) ORDER BY height");
        fixture.warehouse.commit(fixture.publish(fixture.plan(run, P0), rewritten(P0, file)));
        Path published = fixture.warehouse.dataFile("height", file.name());
        GenericRecord entry = (GenericRecord) entry(fixture).get("data_file");

        assertThat(entry.get("record_count")).isEqualTo(5000L);
        assertThat(entry.get("file_size_in_bytes")).isEqualTo(file.bytes());
        assertThat(entry.get("file_path")).hasToString("file://" + published);
        assertThat(((GenericRecord) entry.get("partition")).get(0)).isEqualTo(0L);
        assertThat(entry.get("sort_order_id")).isEqualTo(1);
        assertThat((List<?>) entry.get("split_offsets")).hasSize(3).first().isEqualTo(4L);

        String rows = " FROM read_parquet('" + published + "', hive_partitioning = false)";
        assertThat(map(entry, "null_value_counts"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        1, count("hash IS NULL", rows),
                        2, 0L,
                        3, count("title IS NULL", rows),
                        4, 0L,
                        7, 0L));
        assertThat(map(entry, "value_counts").values()).containsOnly(5000L);

        Map<Integer, Object> lower = map(entry, "lower_bounds");
        Map<Integer, Object> upper = map(entry, "upper_bounds");
        assertThat(lower.keySet()).isEqualTo(upper.keySet()).containsExactlyInAnyOrder(2, 3, 4, 7);
        assertThat(longOf(lower, 2) + "|" + longOf(upper, 2)).isEqualTo(one("SELECT min(height), max(height)" + rows));
        assertThat(decimalOf(lower, 4) + "|" + decimalOf(upper, 4))
                .isEqualTo(one("SELECT min(reward), max(reward)" + rows));
        assertThat(textOf(lower, 3)).isEqualTo(one("SELECT min(title)[:16]" + rows));
        assertThat(textOf(upper, 3))
                .isGreaterThan(one("SELECT max(title)" + rows))
                .hasSize(16);
        assertThat(bytesOf(lower, 7)[0] + "|" + bytesOf(upper, 7)[0]).isEqualTo("0|1");
    }

    /** Of text of more than 256 bytes DuckDB records a maximum only where it can be cut off behind an ASCII character. */
    @Test
    void aColumnWithARowGroupOfUnknownBoundsHasNone() throws Exception {
        WarehouseFixture fixture = new WarehouseFixture(directory);
        RunId run = newRun();
        StagedFile file = fixture.stage(
                new DataFileName("blocks", P0, 1, run, 1),
                5000,
                "SELECT 'h'::BLOB AS hash, (i // 1000)::BIGINT AS height,"
                        + " CASE WHEN i = 3000 THEN repeat('\u56fe', 100) WHEN i > 4500 THEN NULL ELSE 'short' END AS title,"
                        + " i::DECIMAL(20,0) AS reward, true AS final FROM range(5000) t(i) ORDER BY height");
        fixture.warehouse.commit(fixture.publish(fixture.plan(run, P0), rewritten(P0, file)));
        Path published = fixture.warehouse.dataFile("height", file.name());
        assertThat(WarehouseFixture.query("SELECT stats_max_value IS NULL FROM parquet_metadata('" + published
                        + "') WHERE path_in_schema = 'title' ORDER BY row_group_id"))
                .containsExactly("false", "true", "false");

        GenericRecord entry = (GenericRecord) entry(fixture).get("data_file");
        assertThat(map(entry, "lower_bounds")).containsOnlyKeys(2, 4, 7);
        assertThat(map(entry, "upper_bounds")).containsOnlyKeys(2, 4, 7);
        assertThat(map(entry, "null_value_counts")).containsEntry(3, 499L);
    }

    private static GenericRecord entry(WarehouseFixture fixture) throws Exception {
        Path manifest = fixture.find(".*-m0.avro").get(0);
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(manifest.toFile(), new GenericDatumReader<>())) {
            return reader.next();
        }
    }

    /** Maps by field id are written as lists of (key, value). */
    private static Map<Integer, Object> map(GenericRecord file, String name) {
        Map<Integer, Object> map = new HashMap<>();
        for (Object pair : (List<?>) file.get(name)) {
            map.put((Integer) ((GenericRecord) pair).get("key"), ((GenericRecord) pair).get("value"));
        }
        return map;
    }

    private static long count(String condition, String rows) throws Exception {
        return Long.parseLong(one("SELECT count(*) FILTER (WHERE " + condition + ")" + rows));
    }

    private static String one(String sql) throws Exception {
        return WarehouseFixture.query(sql).get(0);
    }

    private static long longOf(Map<Integer, Object> bounds, int id) {
        return ByteBuffer.wrap(bytesOf(bounds, id))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    private static BigDecimal decimalOf(Map<Integer, Object> bounds, int id) {
        return new BigDecimal(new BigInteger(bytesOf(bounds, id)));
    }

    private static String textOf(Map<Integer, Object> bounds, int id) {
        return new String(bytesOf(bounds, id), StandardCharsets.UTF_8);
    }

    private static byte[] bytesOf(Map<Integer, Object> bounds, int id) {
        ByteBuffer buffer = ((ByteBuffer) Objects.requireNonNull(bounds.get(id))).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
