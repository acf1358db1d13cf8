package dev.exporter.query;

import dev.exporter.plan.ExporterException;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of a query, streamed. For one thread; holds its database until it is closed. */
public final class QueryRows implements AutoCloseable {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter(Locale.ROOT);

    private final Connection connection;
    private final Statement statement;
    private final ResultSet rows;
    private final List<String> columns;

    private QueryRows(Connection connection, Statement statement, ResultSet rows, List<String> columns) {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
        this.columns = List.copyOf(columns);
    }

    static QueryRows of(Connection connection, String sql) throws SQLException {
        Statement statement = connection.createStatement();
        ResultSet rows = execute(connection, statement, sql);
        ResultSetMetaData data = rows.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(data.getColumnLabel(i));
        }
        return new QueryRows(connection, statement, rows, columns);
    }

    private static ResultSet execute(Connection connection, Statement statement, String sql) throws SQLException {
        try {
            return statement.executeQuery(sql);
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("Invalid result set")) {
                throw explained(connection, sql, e);
            }
            throw e;
        }
    }

    /** DuckDB 2.0.0 does not tell why a streamed result fails before its first rows; running it under EXPLAIN does. */
    private static SQLException explained(Connection connection, String sql, SQLException unexplained) {
        try (Statement again = connection.createStatement()) {
            again.execute("EXPLAIN ANALYZE " + sql);
            return unexplained;
        } catch (SQLException e) {
            return e;
        }
    }

    /** The columns' names, in order. */
    public List<String> columns() {
        return columns;
    }

    /** Goes to the next row; false after the last. */
    public boolean next() {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * A value of the current row: null, a Boolean, a Number, a byte array, or anything else by its text.
     *
     * @param column from 0
     */
    public @Nullable Object value(int column) {
        try {
            return value(rows, column + 1);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The same of any rows; {@code column} from 1, as JDBC counts. */
    static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value == null || value instanceof Boolean || value instanceof Number || value instanceof byte[]) {
            return value;
        }
        if (value instanceof Timestamp) {
            // A Timestamp knows no times that the clocks of this machine's zone have skipped.
            return TIMESTAMP.format(rows.getObject(column, LocalDateTime.class));
        }
        return value instanceof Blob ? rows.getBytes(column) : value.toString();
    }

    private static ExporterException failed(SQLException e) {
        if (WarehouseQuery.isFileGone(e)) {
            return WarehouseQuery.fileGone(e);
        }
        String message = WarehouseQuery.firstLine(e);
        return ExporterException.failed(
                "query-failed",
                "the query failed: " + message,
                "the query",
                WarehouseQuery.remedy(message, "Change the query"),
                e);
    }

    @Override
    public void close() {
        try (connection;
                statement;
                rows) {
            // Closed in reverse order, each even where another fails.
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
