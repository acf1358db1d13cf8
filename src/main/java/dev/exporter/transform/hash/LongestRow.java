package dev.exporter.transform.hash;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.transform.sql.RowSpan;
import dev.exporter.transform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long rows are, which decides how many of them a batch has: Arrow holds a batch beside the engine's memory, and
 * whoever passes over it copies it to the heap.
 *
 * @param bytes the values of text and bytes of no row are longer, together
 */
public record LongestRow(long bytes) {
    /** A whole number of DuckDB's vectors of 2,048 rows. Some hundred rows cost hardly more, each by itself (measured). */
    private static final long MOST_ROWS = 8192;
    /** As much as a batch of the source has. */
    private static final long MOST_BYTES = 8 << 20;

    public LongestRow {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes " + bytes);
        }
    }

    /** Of rows in the engine: by the statistics that it keeps of each column, at once whatever their number. */
    static LongestRow of(Connection connection, List<ColumnSpec> columns, RowSpan rows) throws SQLException {
        List<String> known = columns.stream()
                .filter(LongestRow::isVariable)
                .map(column -> "stats(" + Sql.identifier(column.name()) + ").max_string_length::BIGINT")
                .toList();
        if (known.isEmpty()) {
            return new LongestRow(0);
        }
        try (Statement statement = connection.createStatement();
                ResultSet first = statement.executeQuery(
                        "SELECT " + String.join(" + ", known) + " FROM " + rows.table() + " LIMIT 1")) {
            if (!first.next()) {
                return new LongestRow(0);
            }
            long bytes = first.getLong(1);
            if (!first.wasNull()) {
                return new LongestRow(bytes);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet longest = statement.executeQuery("SELECT " + sql(columns) + rows.from())) {
            longest.next();
            return new LongestRow(longest.getLong(1));
        }
    }

    /** The aggregate that finds it; NULL where there is no row. */
    public static String sql(List<ColumnSpec> columns) {
        Stream<String> lengths = columns.stream().filter(LongestRow::isVariable).map(LongestRow::length);
        return Stream.concat(Stream.of("0::BIGINT"), lengths).collect(Collectors.joining(" + ", "max(", ")"));
    }

    /** How many rows a batch may have: no more than fit into 8 MiB, but one at least. */
    public long batchRows() {
        // A power of two, so that vectors are cut into equal parts.
        return Long.highestOneBit(Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / Math.max(1, bytes))));
    }

    /** The size of a buffer that takes the place of one of {@code before} bytes, as a batch needs {@code size}. */
    public static int grown(int before, int size) {
        return Math.max(size, (int) Math.min(2L * before, MOST_BYTES));
    }

    private static String length(ColumnSpec column) {
        String function = column.type() == ColumnType.Primitive.STRING ? "strlen" : "octet_length";
        return "coalesce(" + function + "(" + Sql.identifier(column.name()) + "), 0)";
    }

    private static boolean isVariable(ColumnSpec column) {
        return column.type() == ColumnType.Primitive.STRING || column.type() == ColumnType.Primitive.BINARY;
    }
}
