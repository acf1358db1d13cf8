package dev.exporter.verify.file;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.file.FileSession;
import dev.exporter.transform.hash.LongestRow;
import dev.exporter.transform.sql.Sql;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a file are, column by column.
 *
 * @param columns by field id
 */
record FileValues(long rows, LongestRow longest, Map<Integer, Column> columns) {
    /** The values of a column; the ends, in the types of manifests' bounds, where they were asked for and there are any. */
    record Column(
            long nulls, @Nullable Object min, @Nullable Object max) {}

    /**
     * Reads a file.
     *
     * @param bounded the field ids of columns whose ends are wanted
     */
    static FileValues of(TableSpec table, Path file, Set<Integer> bounded, FileSession session) throws SQLException {
        List<String> parts = new ArrayList<>(List.of("count(*)", LongestRow.sql(table.columns())));
        for (ColumnSpec column : table.columns()) {
            parts.add("count(" + Sql.identifier(column.name()) + ")");
            if (bounded.contains(column.id())) {
                parts.add("min(" + comparable(column) + ")");
                parts.add("max(" + comparable(column) + ")");
            }
        }
        String query = "SELECT " + String.join(", ", parts) + " FROM " + FileSession.rowsOf(table, List.of(file));
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return new FileValues(row.getLong(1), new LongestRow(row.getLong(2)), columns(table, bounded, row));
        }
    }

    /** Text is ordered by its bytes, as in Iceberg. */
    private static String comparable(ColumnSpec column) {
        String name = Sql.identifier(column.name());
        return column.type() == ColumnType.Primitive.STRING ? "encode(" + name + ")" : name;
    }

    private static Map<Integer, Column> columns(TableSpec table, Set<Integer> bounded, ResultSet row)
            throws SQLException {
        long rows = row.getLong(1);
        Map<Integer, Column> columns = new HashMap<>();
        int position = 3;
        for (ColumnSpec column : table.columns()) {
            long nulls = rows - row.getLong(position++);
            @Nullable Object min = null;
            @Nullable Object max = null;
            if (bounded.contains(column.id())) {
                min = value(column, row, position++);
                max = value(column, row, position++);
            }
            columns.put(column.id(), new Column(nulls, min, max));
        }
        return columns;
    }

    private static @Nullable Object value(ColumnSpec column, ResultSet row, int position) throws SQLException {
        if (row.getObject(position) == null) {
            return null;
        }
        if (column.type() instanceof ColumnType.Decimal) {
            BigDecimal decimal = row.getBigDecimal(position);
            return decimal.unscaledValue();
        }
        return switch ((ColumnType.Primitive) column.type()) {
            case BOOLEAN -> row.getBoolean(position);
            case INT, LONG -> row.getLong(position);
            case STRING, BINARY -> row.getBytes(position);
        };
    }
}
