package dev.exporter.transform.file;

import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A few rows of data files, read without a run: nothing is written and nothing spilled. */
public final class KeySample {
    private KeySample() {}

    /**
     * The values of a binary column at about {@code count} keys, spread over the files.
     *
     * @param files data files of {@code table}; may have other names for its columns
     * @param keyColumn a required long
     * @return values other than NULL, by key
     */
    public static Map<Long, byte[]> of(List<Path> files, TableSpec table, String keyColumn, String column, int count) {
        String list = files.stream().map(file -> Sql.literal(file.toString())).collect(Collectors.joining(", "));
        int perFile = Math.max(1, count / files.size());
        String sql = "SELECT " + Sql.identifier(keyColumn) + ", " + Sql.identifier(column) + " FROM "
                + ParquetSql.read(table, files) + " WHERE " + Sql.identifier(column)
                + " IS NOT NULL QUALIFY row_number() OVER (PARTITION BY filename ORDER BY hash("
                + Sql.identifier(keyColumn) + ")) <= " + perFile;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET allowed_paths = [" + list + "]");
            statement.execute("SET temp_directory = ''");
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            Map<Long, byte[]> values = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    values.put(rows.getLong(1), rows.getBytes(2));
                }
            }
            return values;
        } catch (SQLException e) {
            throw Failure.of(e, "a sample of " + files.size() + " data files");
        }
    }
}
