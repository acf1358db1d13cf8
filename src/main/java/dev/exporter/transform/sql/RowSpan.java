package dev.exporter.transform.sql;

/**
 * Rows that follow each other in a table.
 *
 * @param table its name as SQL, qualified by its database
 * @param first the {@code rowid} of the first row
 */
public record RowSpan(String table, long first, long count) {
    public RowSpan {
        if (first < 0 || count < 0) {
            throw new IllegalArgumentException(count + " rows from " + first);
        }
    }

    /** The span of {@code rows} rows that begins {@code from} rows after this one's begin. */
    public RowSpan part(long from, long rows) {
        if (from < 0 || rows < 0 || from + rows > count) {
            throw new IllegalArgumentException("rows " + from + " to " + (from + rows) + " of " + count);
        }
        return new RowSpan(table, first + from, rows);
    }

    /** The FROM clause, with the condition. */
    public String from() {
        return " FROM " + table + " WHERE rowid >= " + first + " AND rowid < " + (first + count);
    }
}
