package dev.exporter.source.page;

import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.sqlite.table.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column as the database declares it.
 *
 * @param type as it was written, or empty
 * @param column where rows have its value, in a table without generated columns
 */
record DeclaredColumn(String name, String type, boolean isGenerated, Column column) {
    /** The INTEGER PRIMARY KEY, which is another name of the rowid, is the only one of a rowid table without an index. */
    private static final String COLUMNS =
            "SELECT cid, name, upper(type), hidden <> 0, dflt_value, pk <> 0 AND upper(type) = 'INTEGER'"
                    + " AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')"
                    + " FROM pragma_table_xinfo(?1) ORDER BY cid";

    /** The columns of a table with rowids, in their order. */
    static List<DeclaredColumn> of(String table, ReadTransaction transaction) throws SQLException {
        List<DeclaredColumn> columns = new ArrayList<>();
        try (var statement = transaction.prepare(COLUMNS)) {
            statement.setString(1, table);
            ResultSet row = statement.executeQuery();
            while (row.next()) {
                String fallback = row.getString(5);
                boolean hasDefault = fallback != null && !fallback.equalsIgnoreCase("NULL");
                int index = row.getInt(1);
                Column column = row.getBoolean(6)
                        ? Column.rowid(index)
                        : hasDefault ? Column.withDefault(index) : Column.of(index);
                columns.add(new DeclaredColumn(row.getString(2), row.getString(3), row.getBoolean(4), column));
            }
        }
        return columns;
    }

    boolean isNamed(String other) {
        return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }

    /** Whether SQLite gives each number as a REAL, also one that is stored as an INTEGER (datatype3.html, 3.1). */
    boolean isReal() {
        boolean otherAffinity = type.contains("INT")
                || type.contains("CHAR")
                || type.contains("CLOB")
                || type.contains("TEXT")
                || type.contains("BLOB");
        return !otherAffinity && (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB"));
    }
}
