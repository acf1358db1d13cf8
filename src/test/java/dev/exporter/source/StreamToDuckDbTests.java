package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers as their main consumer uses them: pulled from native code, which keeps batches while later ones are made. */
class StreamToDuckDbTests {
    private static final String MANY = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49999)"
            + " INSERT INTO \"odd \"\"things\"\"\" (id, at, i, l, s, b, d)"
            + " SELECT CAST(printf('%06d', i) AS BLOB), i, nullif(i % 7, 0), i * 4294967296, nullif('s' || i, 's5'),"
            + " iif(i % 3, x'', NULL), i || '' FROM n";

    @TempDir
    private Path directory;

    /** A reading of all things. */
    private enum Reading {
        BY_INDEX,
        BY_PAGES;

        SourceReader of(SourceSnapshot snapshot, BufferAllocator allocator) {
            return this == BY_INDEX
                    ? snapshot.read(TinySource.THINGS, TinySource.ALL, allocator)
                    : snapshot.scan(TinySource.THINGS, TinySource.ALL, Slice.ALL, allocator);
        }
    }

    @ParameterizedTest
    @EnumSource(Reading.class)
    void everyValueArrives(Reading reading) throws Exception {
        TinySource tiny = TinySource.create(directory);
        tiny.change(MANY);
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin();
                BufferAllocator allocator = new RootAllocator();
                Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            SourceReader reader = reading.of(snapshot, allocator);
            load(duckdb, reader, allocator);
            assertThat(reader.rowsRead()).isEqualTo(50_000);
            assertThat(reader.failure()).isEmpty();
            assertThat(one(duckdb, "SELECT count(*) FROM things")).isEqualTo("50000");
            assertThat(one(
                            duckdb,
                            "SELECT count(*) FROM things t WHERE id = encode(printf('%06d', t.\"at\"))"
                                    + " AND i IS NOT DISTINCT FROM nullif(t.\"at\" % 7, 0) AND l = t.\"at\" * 4294967296"
                                    + " AND s IS NOT DISTINCT FROM nullif('s' || t.\"at\", 's5')"
                                    + " AND b IS NOT DISTINCT FROM if(t.\"at\" % 3 <> 0, ''::BLOB, NULL)"
                                    + " AND d::DECIMAL(20, 0) = t.\"at\""))
                    .isEqualTo("50000");
        }
    }

    @ParameterizedTest
    @EnumSource(Reading.class)
    void aFailureThatNativeCodeReportsAsTextIsKeptWhole(Reading reading) throws Exception {
        TinySource tiny = TinySource.create(directory);
        tiny.change(MANY);
        tiny.change("UPDATE \"odd \"\"things\"\"\" SET l = 'x' WHERE at = 40000");
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin();
                BufferAllocator allocator = new RootAllocator();
                Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            SourceReader reader = reading.of(snapshot, allocator);
            assertThatThrownBy(() -> load(duckdb, reader, allocator)).isInstanceOf(SQLException.class);
            assertThat(reader.failure().orElseThrow().problem().where())
                    .endsWith("row id=303430303030 (at=40000), column l");
        }
    }

    /** The stream owns the reader from here on, and closes it. */
    private static void load(Connection duckdb, SourceReader reader, BufferAllocator allocator) throws SQLException {
        try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
                Statement statement = duckdb.createStatement()) {
            Data.exportArrayStream(allocator, reader, stream);
            duckdb.unwrap(DuckDBConnection.class).registerArrowStream("stream", stream);
            statement.execute("CREATE TABLE things AS SELECT * FROM stream");
        }
    }

    private static String one(Connection duckdb, String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
