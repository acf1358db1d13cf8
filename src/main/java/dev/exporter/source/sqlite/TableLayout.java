package dev.exporter.source.sqlite;

import dev.exporter.plan.SourceTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a database says about one of its tables. Names of columns do not depend on case in SQLite.
 *
 * @param exists whether there is a table or view of that name
 * @param columns names in lower case
 * @param rowid the name under which rows have a number of their own; empty for views and tables without one
 */
public record TableLayout(boolean exists, Set<String> columns, Optional<String> rowid) {
    private static final String TYPE =
            "SELECT type, wr FROM pragma_table_list WHERE schema = 'main' AND name = ? COLLATE NOCASE";
    private static final String COLUMNS = "SELECT name FROM pragma_table_xinfo(?)";
    private static final List<String> ROWID_NAMES = List.of("rowid", "_rowid_", "oid");

    public TableLayout {
        columns = Set.copyOf(columns);
    }

    public static TableLayout of(SourceTable table, ReadTransaction transaction) throws SQLException {
        boolean numbered;
        try (var statement = transaction.prepare(TYPE)) {
            statement.setString(1, table.table());
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
                return new TableLayout(false, Set.of(), Optional.empty());
            }
            numbered = row.getString(1).equals("table") && row.getInt(2) == 0;
        }
        Set<String> columns = new HashSet<>();
        try (var statement = transaction.prepare(COLUMNS)) {
            statement.setString(1, table.table());
            ResultSet row = statement.executeQuery();
            while (row.next()) {
                columns.add(row.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        Optional<String> rowid = ROWID_NAMES.stream()
                .filter(name -> numbered && !columns.contains(name))
                .findFirst();
        return new TableLayout(true, columns, rowid);
    }

    public boolean has(String column) {
        return columns.contains(column.toLowerCase(Locale.ROOT));
    }
}
