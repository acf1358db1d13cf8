package dev.exporter.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of a source database, as a dataset reads it.
 *
 * @param name the name by which the dataset's SQL knows it
 * @param database the name of its database in the dataset
 * @param table its name in that database
 * @param columns what is read of it; nothing else is
 * @param read how the rows of a key range are found
 * @param when dataset options (booleans), one of which must be true for the table to be read; empty means always.
 *     A table that is not read is an empty one to the dataset's SQL
 */
public record SourceTable(
        String name, String database, String table, List<Column> columns, Access read, List<String> when) {
    public SourceTable {
        columns = List.copyOf(columns);
        when = List.copyOf(when);
    }

    /** @throws IllegalArgumentException if there is no such column */
    public Column column(String wanted) {
        return columns.stream()
                .filter(column -> column.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("source " + name + " has no column " + wanted));
    }

    /**
     * A column of a source table.
     *
     * @param type what every value must be: INT and LONG are integers, a decimal is an integer written as text
     * @param required whether NULL is a fault of the source
     * @param optional whether databases of older versions lack the column; it then reads as NULL
     * @param option the dataset option (a boolean) without which the column is not read but is NULL; null: always read
     */
    public record Column(
            String name,
            ColumnType type,
            boolean required,
            boolean optional,
            @Nullable String option) {}

    /** How the rows that belong to a key range are found. */
    public sealed interface Access {}

    /**
     * The table has the range key itself, in {@code column}, with an index.
     *
     * @param key names a row in messages
     * @param arrival holds when a row came into the database, in seconds since 1970; null where nothing tells
     */
    public record ByRange(
            String column, String key, @Nullable String arrival) implements Access {
        public ByRange(String column, String key) {
            this(column, key, null);
        }
    }

    /**
     * Rows belong to the row of {@code parent} (another source table of the same database, read by range) whose
     * {@code parentColumn} equals {@code column}; the parent's key decides, whatever the row itself says.
     */
    public record ByParent(String parent, String parentColumn, String column) implements Access {}

    /** A dictionary: rows whose {@code column} occurs in one of the columns that {@code of} names. */
    public record ByKey(String column, List<KeyColumn> of) implements Access {
        public ByKey {
            of = List.copyOf(of);
        }
    }

    /** A column of another source table of the same database, which holds keys of a dictionary. */
    public record KeyColumn(String source, String column) {}
}
