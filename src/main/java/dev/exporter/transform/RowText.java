package dev.exporter.transform;

import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Names a row to people by its sort columns. */
final class RowText {
    private RowText() {}

    /** The first row in which {@code missing} is NULL, for example {@code height 5, id ab01}. */
    static String first(Session session, String table, List<String> columns, String missing) {
        return row(session, table, columns, Sql.identifier(missing) + " IS NULL LIMIT 1");
    }

    /** The row at {@code position}, counted from 0. */
    static String at(Session session, String table, List<String> columns, long position) {
        return row(session, table, columns, "rowid = " + position);
    }

    private static String row(Session session, String table, List<String> columns, String condition) {
        String query = "SELECT " + Sql.identifiers(columns) + " FROM " + Sql.identifier(table) + " WHERE " + condition;
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            if (row.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    values.add(columns.get(i) + " " + text(row, i + 1));
                }
            }
            return String.join(", ", values);
        } catch (SQLException e) {
            throw Failure.of(e, "table " + table);
        }
    }

    private static String text(ResultSet row, int column) throws SQLException {
        if (row.getObject(column) == null) {
            return "NULL";
        }
        boolean binary = row.getMetaData().getColumnType(column) == Types.BLOB;
        return binary ? HexFormat.of().formatHex(row.getBytes(column)) : row.getString(column);
    }
}
