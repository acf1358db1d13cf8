package dev.exporter.source.sqlite;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.KeyRange;
import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Pinned;
import dev.exporter.sqlite.snapshot.SnapshotResult;
import dev.exporter.sqlite.snapshot.Unsupported;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A connection with a read transaction: all its reads see one state of the database. Whoever uses its statements holds
 * its lock, because a connection serves one thread at a time; its own methods do.
 */
public final class ReadTransaction implements AutoCloseable {
    private final SqliteDatabase database;
    private final Connection connection;

    private final DatabaseFile file;
    private final Optional<Pinned> pinned;

    /**
     * Owns {@code connection}, on which the transaction has begun, and {@code file}, which was opened before it.
     *
     * @param pinned what the transaction sees; empty if nothing is read by pages
     */
    ReadTransaction(SqliteDatabase database, Connection connection, DatabaseFile file, Optional<Pinned> pinned) {
        this.database = database;
        this.connection = connection;
        this.file = file;
        this.pinned = pinned;
    }

    /** What the transaction sees, for reading it by pages; the same each time. */
    public SnapshotResult pages() throws IOException {
        return pinned.isPresent() ? pinned.get().snapshot() : new Unsupported(database.whyNotPages());
    }

    public SqliteDatabase database() {
        return database;
    }

    public synchronized PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** How the database stores text. */
    public synchronized Charset encoding() throws SQLException {
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

    /** The least and the greatest number of a row; empty if rows have none, or if there are no rows. */
    public synchronized Optional<Rowids> rowids(TableQuery query) throws SQLException {
        if (query.rowid().isEmpty()) {
            return Optional.empty();
        }
        try (PreparedStatement statement = prepare(query.rowids())) {
            ResultSet row = statement.executeQuery();
            row.next();
            Rowids rowids = new Rowids(row.getLong(1), row.getLong(2));
            return row.wasNull() ? Optional.empty() : Optional.of(rowids);
        }
    }

    /** Numbers of rows, both included. */
    public record Rowids(long first, long last) {}

    synchronized long ask(String sql, KeyRange range) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            TableQuery.bind(statement, range);
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    /** Ends the transaction. */
    @Override
    public synchronized void close() {
        try (file) {
            connection.close();
        } catch (SQLException e) {
            throw database.explained(ExitCode.FAILED, e);
        } catch (IOException e) {
            throw database.unreadable(ExitCode.FAILED, e);
        }
    }
}
