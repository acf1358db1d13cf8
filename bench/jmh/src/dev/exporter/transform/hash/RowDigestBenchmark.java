package dev.exporter.transform.hash;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.TableSpec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The content hash: of one tag's canonical form, and of a table of tags as DuckDB gives it, in nanoseconds a row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RowDigestBenchmark {
    private static final int ROWS = 200_000;
    private static final String TAGS = """
        CREATE TABLE tags AS
        SELECT (1600000 + i // 300)::BIGINT AS height, encode(md5((i // 4)::VARCHAR)) AS id, (i % 4)::INTEGER AS tag_index,
               (1700000000 + i // 300)::BIGINT AS indexed_at, encode('Content-Type') AS tag_name,
               encode('value ' || i % 1000) AS tag_value, true AS is_data_item
        FROM range(ROWS) t(i)\
        """.replace("ROWS", String.valueOf(ROWS));

    private final TableSpec table = DatasetReader.read("ario").tables().stream()
            .filter(one -> one.name().equals("tags"))
            .findFirst()
            .orElseThrow()
            .under(Map.of());
    private final BufferAllocator allocator = new RootAllocator();
    private final CanonicalRow row = new CanonicalRow(7);
    private final byte[] id = new byte[32];
    private final byte[] name = "Content-Type".getBytes(StandardCharsets.UTF_8);
    private Connection connection;

    @Setup
    public void makeTable() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(TAGS);
        }
    }

    @TearDown
    public void close() throws SQLException {
        connection.close();
        allocator.close();
    }

    @Benchmark
    public HashValue128 oneTag() {
        row.clear();
        row.putLong(1, 1_600_000);
        row.endColumn();
        row.putBytes(2, id, 0, id.length);
        row.endColumn();
        row.putLong(3, 1);
        row.endColumn();
        row.putLong(4, 1_700_000_000);
        row.endColumn();
        row.putBytes(5, name, 0, name.length);
        row.endColumn();
        row.putBytes(6, name, 0, name.length);
        row.endColumn();
        row.putBoolean(7, true);
        row.endColumn();
        return Hashing.xxh3_128().hashBytesTo128Bits(row.bytes(), 0, row.length());
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public RowDigest.Result tableOfTags() {
        return RowDigest.of(connection, allocator, table, "tags");
    }
}
