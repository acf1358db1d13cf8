package dev.exporter.transform.hash;

import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.RowSpan;
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

/** The content hash of a table of tags as DuckDB gives it, in nanoseconds a row. */
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
    @OperationsPerInvocation(ROWS)
    public RowDigest.Result tableOfTags() {
        return RowDigest.of(connection, allocator, table, new RowSpan("tags", 0, ROWS));
    }
}
