package dev.exporter.source.sqlite;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What tells whether a table is in a later transaction what it was in an earlier one. */
public final class Landmarks {
    private static final String INDEX = "SELECT 1 FROM pragma_index_list(?) l JOIN pragma_index_info(l.name) c"
            + " WHERE l.partial = 0 AND c.seqno = 0 AND c.name = ? COLLATE NOCASE";

    private final ReadTransaction transaction;
    private final TableQuery query;

    public Landmarks(ReadTransaction transaction, TableQuery query) {
        this.transaction = transaction;
        this.query = query;
    }

    public Census census(KeyRange range) throws SQLException {
        return first(
                        query.census(),
                        statement -> TableQuery.bind(statement, range),
                        row -> new Census(row.getLong(1), row.getLong(2)))
                .orElseThrow();
    }

    public long children(byte[] parent) throws SQLException {
        return first(
                        query.children(),
                        statement -> TableQuery.bindKey(statement, 1, query.hasTextKey(), parent),
                        row -> row.getLong(1))
                .orElseThrow();
    }

    public Optional<Landmark> lastUpTo(long rowid) throws SQLException {
        return first(
                query.lastUpTo(),
                statement -> statement.setLong(1, rowid),
                row -> new Landmark(row.getLong(1), name(row.getBytes(2))));
    }

    public boolean isStill(Landmark landmark) throws SQLException {
        return first(
                        query.named(),
                        statement -> statement.setLong(1, landmark.rowid()),
                        row -> name(row.getBytes(1)).equals(landmark.name()))
                .orElse(true);
    }

    /**
     * Partitions that have rows which came late.
     *
     * @param next the time of rows that were not looked at any more, and from which on all others came; in seconds since 1970
     */
    public record Arrived(Set<KeyRange> partitions, OptionalLong next) {}

    /**
     * Which partitions have rows of a range that came at a time or later, told by the index of the column that says so.
     *
     * @param since in seconds since 1970
     * @param partitioning of the range key
     * @param enough whether to leave the rest for another transaction; rows of the same second are not parted
     * @return nothing where there is no such column, or no index that begins with it
     */
    public Optional<Arrived> arrivedSince(KeyRange range, long since, Partitioning partitioning, BooleanSupplier enough)
            throws SQLException {
        Optional<String> column = query.arrival();
        synchronized (transaction) {
            if (column.isEmpty() || !isIndexed(column.get())) {
                return Optional.empty();
            }
            Set<KeyRange> partitions = new HashSet<>();
            long last = since;
            try (PreparedStatement statement = transaction.prepare(query.arrivals())) {
                statement.setLong(1, since);
                ResultSet rows = statement.executeQuery();
                while (rows.next()) {
                    long arrival = rows.getLong(2);
                    if (arrival > last) {
                        if (enough.getAsBoolean()) {
                            return Optional.of(new Arrived(partitions, OptionalLong.of(arrival)));
                        }
                        last = arrival;
                    }
                    long key = rows.getLong(1);
                    if (range.contains(key)) {
                        partitions.add(partitioning.partitionOf(key));
                    }
                }
            }
            return Optional.of(new Arrived(partitions, OptionalLong.empty()));
        }
    }

    private boolean isIndexed(String column) throws SQLException {
        try (PreparedStatement statement = transaction.prepare(INDEX)) {
            statement.setString(1, query.table().table());
            statement.setString(2, column);
            return statement.executeQuery().next();
        }
    }

    public long schemaVersion() throws SQLException {
        return first("PRAGMA schema_version", statement -> {}, row -> row.getLong(1))
                .orElseThrow();
    }

    @FunctionalInterface
    private interface Binding {
        void into(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** What is read from a query's first row; empty where it has none. */
    private <T> Optional<T> first(String sql, Binding values, Reading<T> reading) throws SQLException {
        synchronized (transaction) {
            try (PreparedStatement statement = transaction.prepare(sql)) {
                values.into(statement);
                ResultSet row = statement.executeQuery();
                return row.next() ? Optional.of(reading.of(row)) : Optional.empty();
            }
        }
    }

    private static String name(byte @Nullable [] value) {
        return value == null ? "NULL" : HexFormat.of().formatHex(value);
    }
}
