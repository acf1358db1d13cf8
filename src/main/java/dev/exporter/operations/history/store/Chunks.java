package dev.exporter.operations.history.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Reads the rows of some ids, however many these are: a statement takes so many values only. */
final class Chunks {
    private static final int MOST_IDS = 500;

    private Chunks() {}

    /** Takes a row. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /**
     * Hands over each row.
     *
     * @param sql a resource of {@link SqlText} whose only variable is {@code IN (?)}, which stands for all ids
     * @param ids each is asked for once
     */
    static void read(String sql, Connection connection, Collection<Long> ids, RowReader reader) throws SQLException {
        List<Long> all = ids.stream().distinct().toList();
        for (int from = 0; from < all.size(); from += MOST_IDS) {
            readChunk(sql, connection, all.subList(from, Math.min(all.size(), from + MOST_IDS)), reader);
        }
    }

    private static void readChunk(String sql, Connection connection, List<Long> ids, RowReader reader)
            throws SQLException {
        String each = "?" + ", ?".repeat(ids.size() - 1);
        String text = SqlText.of(sql).replace("IN (?)", "IN (" + each + ")");
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < ids.size(); i++) {
                statement.setLong(i + 1, ids.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
