package dev.exporter.transform;

import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.RowSpan;
import dev.exporter.transform.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Names a row to people by some of its columns. */
final class RowText {
    private RowText() {}

    /** The first row in which {@code missing} is NULL, for example {@code height 5, id ab01}. */
    static String first(Session session, RowSpan rows, List<String> columns, String missing) {
        return row(session, rows, columns, " AND " + Sql.identifier(missing) + " IS NULL LIMIT 1");
    }

    /** The row of a span of one. */
    static String at(Session session, RowSpan row, List<String> columns) {
        return row(session, row, columns, "");
    }

    private static String row(Session session, RowSpan rows, List<String> columns, String condition) {
        String query = "SELECT " + Sql.identifiers(columns) + rows.from() + condition;
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? of(row, columns) : "";
        } catch (SQLException e) {
            throw Failure.of(e, "table " + rows.table());
        }
    }

    /** The current row of a query for {@code columns}. */
    static String of(ResultSet row, List<String> columns) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(columns.get(i) + " " + text(row, i + 1));
        }
        return String.join(", ", values);
    }

    private static String text(ResultSet row, int column) throws SQLException {
        if (row.getObject(column) == null) {
            return "NULL";
        }
        boolean binary = row.getMetaData().getColumnType(column) == Types.BLOB;
        return binary ? HexFormat.of().formatHex(row.getBytes(column)) : row.getString(column);
    }
}
