package dev.exporter.source.sqlite;

import dev.exporter.plan.KeyRange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tells whether a table is in a later transaction what it was in an earlier one. */
public final class Landmarks {
    private final ReadTransaction transaction;
    private final TableQuery query;

    public Landmarks(ReadTransaction transaction, TableQuery query) {
        this.transaction = transaction;
        this.query = query;
    }

    public Census census(KeyRange range) throws SQLException {
        synchronized (transaction) {
            try (PreparedStatement statement = transaction.prepare(query.census())) {
                TableQuery.bind(statement, range);
                ResultSet row = statement.executeQuery();
                row.next();
                return new Census(row.getLong(1), row.getLong(2));
            }
        }
    }

    public long children(byte[] parent) throws SQLException {
        synchronized (transaction) {
            try (PreparedStatement statement = transaction.prepare(query.children())) {
                statement.setBytes(1, parent);
                ResultSet row = statement.executeQuery();
                row.next();
                return row.getLong(1);
            }
        }
    }

    public Optional<Landmark> lastUpTo(long rowid) throws SQLException {
        synchronized (transaction) {
            try (PreparedStatement statement = transaction.prepare(query.lastUpTo())) {
                statement.setLong(1, rowid);
                ResultSet row = statement.executeQuery();
                return row.next() ? Optional.of(new Landmark(row.getLong(1), name(row.getBytes(2)))) : Optional.empty();
            }
        }
    }

    public boolean isStill(Landmark landmark) throws SQLException {
        synchronized (transaction) {
            try (PreparedStatement statement = transaction.prepare(query.named())) {
                statement.setLong(1, landmark.rowid());
                ResultSet row = statement.executeQuery();
                return !row.next() || name(row.getBytes(1)).equals(landmark.name());
            }
        }
    }

    public long schemaVersion() throws SQLException {
        synchronized (transaction) {
            try (PreparedStatement statement = transaction.prepare("PRAGMA schema_version")) {
                ResultSet row = statement.executeQuery();
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static String name(byte @Nullable [] value) {
        return value == null ? "NULL" : HexFormat.of().formatHex(value);
    }
}
