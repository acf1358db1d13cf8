package dev.exporter.demo.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Inserts rows into one table, many with one statement. Rows are durable only after {@link #flush}. Not thread-safe. */
public final class Insert implements AutoCloseable {
    /** More rows a statement gain nothing (measured). */
    private static final int ROWS = 32;

    private final Connection connection;
    private final String head;
    private final String row;
    private final int columns;
    private final @Nullable Object[] values;
    private final PreparedStatement statement;
    private int pending;

    private Insert(Connection connection, String verb, String table, List<String> columns) throws SQLException {
        this.connection = connection;
        this.columns = columns.size();
        head = verb + " INTO " + quoted(table) + " ("
                + columns.stream().map(Insert::quoted).collect(Collectors.joining(", ")) + ") VALUES ";
        row = "(" + Stream.generate(() -> "?").limit(this.columns).collect(Collectors.joining(", ")) + ")";
        values = new @Nullable Object[ROWS * this.columns];
        statement = prepare(ROWS);
    }

    /** Every row must be new. */
    public static Insert into(Connection connection, String table, List<String> columns) throws SQLException {
        return new Insert(connection, "INSERT", table, columns);
    }

    /** Rows whose key the table holds already are left out. */
    static Insert orIgnore(Connection connection, String table, List<String> columns) throws SQLException {
        return new Insert(connection, "INSERT OR IGNORE", table, columns);
    }

    /** Adds a row. The values are {@code byte[]}, {@code String}, {@code Long}, {@code Integer} or null. */
    public void add(@Nullable Object... cells) throws SQLException {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " values for " + columns + " columns: " + head);
        }
        System.arraycopy(cells, 0, values, pending * columns, columns);
        pending++;
        if (pending == ROWS) {
            execute(statement);
        }
    }

    /** Hands the rows that were added to the database. */
    public void flush() throws SQLException {
        if (pending > 0) {
            try (PreparedStatement rest = prepare(pending)) {
                execute(rest);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    private PreparedStatement prepare(int rows) throws SQLException {
        return connection.prepareStatement(
                head + Stream.generate(() -> row).limit(rows).collect(Collectors.joining(", ")));
    }

    private void execute(PreparedStatement target) throws SQLException {
        for (int i = 0; i < pending * columns; i++) {
            target.setObject(i + 1, values[i]);
        }
        target.executeUpdate();
        pending = 0;
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
