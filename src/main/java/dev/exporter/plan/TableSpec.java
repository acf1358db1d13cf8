package dev.exporter.plan;

import java.util.List;
import java.util.Map;

/**
 * An output table.
 *
 * @param columns in the table's order, which is also the order of ascending ids
 * @param sort the declared sort order: column names, ascending, nulls first
 * @param tieBreak further columns that make the order of rows total where {@code sort} leaves ties
 * @param sql a SELECT in DuckDB's dialect over the dataset's source and prepared tables, giving the columns by name
 * @param replacing what becomes of rows that the source no longer holds
 * @param working what the SQL gives besides, for the work only
 */
public record TableSpec(
        String name,
        List<ColumnSpec> columns,
        List<String> sort,
        List<String> tieBreak,
        String sql,
        Replacing replacing,
        Working working) {
    public TableSpec {
        columns = List.copyOf(columns);
        sort = List.copyOf(sort);
        tieBreak = List.copyOf(tieBreak);
    }

    /**
     * How rows that a table has are compared with those of the source when a partition is replaced.
     *
     * @param key columns of the table: the source holds a row as long as it holds any of the same key, so that rows of one
     *     key stay and go together; none means the columns of {@code sort}
     * @param prunable a condition in DuckDB's dialect on the table's columns, true for rows that the source deletes in time
     *     though they are still right; such a row stays in the table. {@code false} where it deletes none
     */
    public record Replacing(List<String> key, String prunable) {
        /** Rows are compared by their sort columns, and none may be absent. */
        public static final Replacing DEFAULT = new Replacing(List.of(), "false");

        public Replacing {
            key = List.copyOf(key);
        }
    }

    /** The columns by which rows of the table are compared with those of the source. */
    public List<String> key() {
        return replacing.key().isEmpty() ? sort : replacing.key();
    }

    /**
     * Columns that are in the sorted rows but in no file. Fault checks may ask for them.
     *
     * @param order those of {@code columns} whose order is that of {@code sort}, but cheaper to sort by, or none; a
     *     promise that is checked, and costs a second sort where it is broken
     */
    public record Working(List<Column> columns, List<String> order) {
        public static final Working NONE = new Working(List.of(), List.of());

        public Working {
            columns = List.copyOf(columns);
            order = List.copyOf(order);
        }

        /** A column of its own name and type. */
        public record Column(String name, ColumnType type) {}
    }

    /** The table as it is under these values of the dataset's options: columns that are switched off are left out. */
    public TableSpec under(Map<String, String> options) {
        List<ColumnSpec> present = columns.stream()
                .filter(column -> column.option() == null || "true".equals(options.get(column.option())))
                .toList();
        return new TableSpec(name, present, sort, tieBreak, sql, replacing, working);
    }

    public ColumnSpec column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no column " + columnName));
    }
}
