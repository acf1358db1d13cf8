package dev.exporter.verify.compare;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.file.FileSession;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import dev.exporter.verify.row.CanonicalRow;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of data files, one after the other. */
final class TableRows {
    private final TableSpec table;
    private final List<Path> files;
    private final FileSession session;

    TableRows(TableSpec table, List<Path> files, FileSession session) {
        this.table = table;
        this.files = files;
        this.session = session;
    }

    /** Sees rows one after the other. */
    interface Visitor {
        /**
         * Sees a row.
         *
         * @param row holds the row now, and another one after the call
         * @param isPrunable whether the source deletes such rows in time
         */
        void visit(CanonicalRow row, boolean isPrunable);
    }

    void visit(Visitor visitor) {
        if (files.isEmpty()) {
            return;
        }
        CanonicalRow row = new CanonicalRow(table.columns(), ResultSet::getBytes);
        String columns = row.columns().stream().map(TableRows::plain).collect(Collectors.joining(", "));
        String query = "SELECT CAST(coalesce(" + table.replacing().prunable() + ", false) AS INTEGER), " + columns
                + " FROM " + FileSession.rowsOf(table, files);
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                row.take(rows, 2);
                visitor.visit(row, rows.getInt(1) != 0);
            }
        } catch (SQLException e) {
            throw Failure.of(e, "the rows of table " + table.name());
        }
    }

    /** A column as {@link CanonicalRow} takes it. */
    private static String plain(ColumnSpec column) {
        String name = Sql.identifier(column.name());
        if (column.type() instanceof ColumnType.Decimal decimal) {
            return "encode(CAST(CAST(" + name + " * CAST(1" + "0".repeat(decimal.scale()) + " AS DECIMAL(38,0))"
                    + " AS DECIMAL(38,0)) AS VARCHAR))";
        }
        return switch ((ColumnType.Primitive) column.type()) {
            case BOOLEAN -> "CAST(" + name + " AS INTEGER)";
            case STRING -> "encode(" + name + ")";
            case INT, LONG, BINARY -> name;
        };
    }
}
