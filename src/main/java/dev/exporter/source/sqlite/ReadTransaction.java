package dev.exporter.source.sqlite;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.KeyRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A connection with a read transaction: all its reads see one state of the database. One thread at a time. */
public final class ReadTransaction implements AutoCloseable {
    private final SqliteDatabase database;
    private final Connection connection;

    private ReadTransaction(SqliteDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Begins a transaction on {@code connection} and owns it. */
    static ReadTransaction begin(SqliteDatabase database, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            // BEGIN alone takes no lock: the first read decides which state is seen.
            statement.executeQuery("SELECT 1 FROM sqlite_schema LIMIT 1").close();
            return new ReadTransaction(database, connection);
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    public SqliteDatabase database() {
        return database;
    }

    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** How the database stores text. */
    public Charset encoding() throws SQLException {
        try (PreparedStatement statement = prepare("PRAGMA encoding")) {
            ResultSet row = statement.executeQuery();
            row.next();
            return switch (row.getString(1)) {
                case "UTF-16le" -> StandardCharsets.UTF_16LE;
                case "UTF-16be" -> StandardCharsets.UTF_16BE;
                default -> StandardCharsets.UTF_8;
            };
        }
    }

    /** The rows that {@code query} counts in a range. */
    public long count(TableQuery query, KeyRange range) throws SQLException {
        return ask(query.count(), range);
    }

    /** Whether there is a row in a range. */
    public boolean exists(TableQuery query, KeyRange range) throws SQLException {
        return ask(query.exists(), range) != 0;
    }

    private long ask(String sql, KeyRange range) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            TableQuery.bind(statement, range);
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    /** Ends the transaction. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw database.explained(ExitCode.FAILED, e);
        }
    }
}
