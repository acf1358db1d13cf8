package dev.exporter.query;

import dev.exporter.plan.ExporterException;
import dev.exporter.transform.file.ReadOnlyTables;
import dev.exporter.transform.file.TableView;
import dev.exporter.warehouse.Warehouse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one query over a warehouse. Each of its tables is a view on the data files that were live when the query
 * began; superseded and uncommitted files are not seen, and nothing else on the machine is.
 */
final class WarehouseQuery {
    private final Warehouse warehouse;
    private final long memoryBytes;

    /** @param memoryBytes beyond which a query fails */
    WarehouseQuery(Warehouse warehouse, long memoryBytes) {
        this.warehouse = warehouse;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Runs {@code sql}.
     *
     * @throws ExporterException refused, if the warehouse has no tables, or if {@code sql} is not one SELECT statement
     *     that DuckDB can run
     */
    QueryRows run(String sql) {
        List<TableView> views = views();
        Connection connection = ReadOnlyTables.open(views, memoryBytes);
        try {
            requireOneSelect(connection, sql);
            return QueryRows.of(connection, sql);
        } catch (SQLException e) {
            throw closing(connection, isFileGone(e) ? fileGone(e) : refused(firstLine(e), views));
        } catch (ExporterException e) {
            throw closing(connection, e);
        }
    }

    private List<TableView> views() {
        List<TableView> views = new ArrayList<>();
        for (String name : warehouse.tables()) {
            warehouse.table(name).ifPresent(table -> views.add(new TableView(name, table.columns(), table.files())));
        }
        if (views.isEmpty()) {
            throw ExporterException.refused(
                    "no-tables",
                    "there are no tables in " + warehouse.root(),
                    "--warehouseDir",
                    "Export something first, or give the warehouse's directory");
        }
        return views;
    }

    /** DuckDB's own parser decides: it can write a SELECT as JSON, and nothing else. */
    private static void requireOneSelect(Connection connection, String sql) throws SQLException {
        try (PreparedStatement parse = connection.prepareStatement(
                "SELECT j ->> 'error', j ->> 'error_type', j ->> 'error_message', json_array_length(j, '$.statements')"
                        + " FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS j)")) {
            parse.setString(1, sql);
            try (ResultSet answer = parse.executeQuery()) {
                answer.next();
                boolean isError = "true".equals(answer.getString(1));
                if (isError && "parser".equals(answer.getString(2))) {
                    throw notAQuery("the SQL cannot be read: " + answer.getString(3));
                }
                if (isError || answer.getInt(4) != 1) {
                    throw notAQuery("only one SELECT statement is allowed");
                }
            }
        }
    }

    private static ExporterException notAQuery(String message) {
        return ExporterException.refused(
                "not-a-query", message, "the query", "Tables can be read here, and nothing else can be done");
    }

    private static ExporterException refused(String message, List<TableView> views) {
        String names = String.join(", ", views.stream().map(TableView::name).toList());
        return ExporterException.refused(
                "query-failed",
                "the query failed: " + message,
                "the query",
                remedy(message, "The tables are " + names));
    }

    /** What to do about a failure that DuckDB tells of with {@code message}; {@code otherwise} if that does not say. */
    static String remedy(String message, String otherwise) {
        if (message.startsWith("Out of Memory Error")) {
            return "Raise --memoryLimit";
        }
        if (message.startsWith("Conversion Error")) {
            return "Write try(...) around the expression: it is NULL where a value cannot be converted";
        }
        return otherwise;
    }

    /** Whether a file is not there any more that was live when the query began. */
    static boolean isFileGone(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No such file") || message.contains("No files found");
    }

    static ExporterException fileGone(SQLException e) {
        return ExporterException.failed(
                "snapshot-gone",
                "the files that the query reads were removed while it ran, as it took longer than maintenance waits: "
                        + firstLine(e),
                "the query",
                "Run it again, or maintain the tables with a longer --grace",
                e);
    }

    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage())
                .replaceFirst("^java\\.sql\\.SQLException: ", "")
                .lines()
                .findFirst()
                .orElse("");
    }

    private static ExporterException closing(Connection connection, ExporterException why) {
        try {
            connection.close();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
        return why;
    }
}
