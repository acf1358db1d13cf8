package dev.exporter.staging.parquet;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.Carry;
import dev.exporter.transform.Engine;
import dev.exporter.transform.Session;
import dev.exporter.transform.SortedTable;
import dev.exporter.transform.sql.ParquetForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.parquet.ParquetBloomRowGroupFilter;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.BloomFilterReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * A file of four row groups and its twin without the filters, and how others see it.
 *
 * @param plain as DuckDB wrote it
 * @param complete with the filters
 */
record FilteredFile(Path plain, Path complete) {
    /** The least that DuckDB writes. */
    static final int GROUP_ROWS = 2048;

    /** The file has the rows of the table from this one on. */
    private static final long FIRST = 100;

    /** @param rows a SELECT of height, id, name, number and few; the first 100 by height are not in the file */
    static FilteredFile of(Path folder, String rows) throws IOException {
        FilteredFile files = new FilteredFile(folder.resolve("plain.parquet"), folder.resolve("complete.parquet"));
        TableSpec table = new TableSpec(
                "t",
                List.of(
                        column(1, "height", ColumnType.Primitive.LONG, false),
                        column(2, "id", ColumnType.Primitive.BINARY, true),
                        column(3, "name", ColumnType.Primitive.STRING, true),
                        column(4, "number", ColumnType.Primitive.LONG, true),
                        column(5, "few", ColumnType.Primitive.INT, true),
                        column(6, "bare", ColumnType.Primitive.BINARY, false)),
                List.of("height"),
                List.of(),
                "SELECT *, id AS bare FROM (" + rows + ")",
                TableSpec.Replacing.DEFAULT,
                TableSpec.Working.NONE);
        try (Engine engine = Engine.open(new Engine.Settings(1L << 30, 2, folder.resolve("spill"), List.of(folder)));
                Session session = engine.session()) {
            SortedTable sorted = session.sort(table, Carry.none());
            ParquetForm form = new ParquetForm(
                    new Codec.Compression(Codec.ZSTD, OptionalInt.empty()), GROUP_ROWS, Map.of("a key", "a value"));
            sorted.write(FIRST, sorted.rows() - FIRST, files.plain, form);
            Files.copy(files.plain, files.complete);
            BloomFilters.addTo(files.complete, sorted, FIRST);
        }
        return files;
    }

    private static ColumnSpec column(int id, String name, ColumnType type, boolean bloom) {
        return new ColumnSpec(id, name, type, false, ColumnSpec.Bounds.NONE, bloom, null);
    }

    /** The complete file's values of a column as DuckDB reads them, by row group, NULLs left out. */
    List<List<Object>> values(String column) throws SQLException {
        List<List<Object>> groups = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + column + ", file_row_number FROM read_parquet('"
                        + complete + "', file_row_number = true) ORDER BY file_row_number")) {
            while (rows.next()) {
                int group = (int) (rows.getLong(2) / GROUP_ROWS);
                if (group == groups.size()) {
                    groups.add(new ArrayList<>());
                }
                Object value = column.equals("id") ? rows.getBytes(1) : rows.getObject(1);
                if (value != null) {
                    groups.get(group).add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
                }
            }
        }
        return groups;
    }

    /** For each expression, the row groups that Iceberg does not exclude by their bloom filters. */
    List<List<Integer>> leftByIceberg(List<Expression> expressions) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(complete))) {
            MessageType type = reader.getFileMetaData().getSchema();
            Schema schema = ParquetSchemaUtil.convert(type);
            List<BlockMetaData> rowGroups = reader.getRowGroups();
            List<BloomFilterReader> filters =
                    rowGroups.stream().map(reader::getBloomFilterDataReader).toList();
            List<List<Integer>> left = new ArrayList<>();
            for (Expression expression : expressions) {
                ParquetBloomRowGroupFilter filter = new ParquetBloomRowGroupFilter(schema, expression);
                List<Integer> groups = new ArrayList<>();
                for (int group = 0; group < rowGroups.size(); group++) {
                    if (filter.shouldRead(type, rowGroups.get(group), filters.get(group))) {
                        groups.add(group);
                    }
                }
                left.add(groups);
            }
            return left;
        }
    }

    /** The row groups that DuckDB excludes by their bloom filters. */
    List<Integer> excludedByDuckDb(String column, String value) throws SQLException {
        return query("SELECT row_group_id FROM parquet_bloom_probe('" + complete + "', '" + column + "', " + value
                        + ") WHERE bloom_filter_excludes ORDER BY 1")
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** The last column of the rows by another DuckDB. */
    static List<String> query(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(rows.getMetaData().getColumnCount()));
            }
            return all;
        }
    }

    static FileMetaData metadata(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Util.readFileMetaData(
                new ByteArrayInputStream(bytes, footerStart(bytes), bytes.length - footerStart(bytes)));
    }

    static int footerStart(byte[] bytes) {
        ByteBuffer tail = ByteBuffer.wrap(bytes, bytes.length - 8, 8).order(ByteOrder.LITTLE_ENDIAN);
        int start = bytes.length - 8 - tail.getInt();
        if (!Arrays.equals(
                Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length), new byte[] {'P', 'A', 'R', '1'})) {
            throw new AssertionError("no magic number at the end");
        }
        return start;
    }
}
