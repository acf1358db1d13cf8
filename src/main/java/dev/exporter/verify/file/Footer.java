package dev.exporter.verify.file;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a Parquet file's own footer says.
 *
 * @param ids the field ids of its columns
 */
record Footer(long rows, Set<Integer> ids) {
    Footer {
        ids = Set.copyOf(ids);
    }

    static Footer of(Path file, Connection connection) throws SQLException {
        try (PreparedStatement rows = connection.prepareStatement("SELECT num_rows FROM parquet_file_metadata(?)");
                PreparedStatement columns = connection.prepareStatement(
                        "SELECT field_id FROM parquet_schema(?) WHERE field_id IS NOT NULL")) {
            rows.setString(1, file.toString());
            columns.setString(1, file.toString());
            return new Footer(rows(rows), ids(columns));
        }
    }

    private static long rows(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Set<Integer> ids(PreparedStatement statement) throws SQLException {
        Set<Integer> ids = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }
}
