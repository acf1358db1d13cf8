package dev.exporter.run.repository;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Indexes on Spring Batch's tables, whose scripts make none for their foreign keys: without them each look at one run reads
 * the steps of all. H2 makes such indexes by itself.
 */
final class Indexes {
    private static final Map<String, String> COLUMNS = Map.of(
            "BATCH_JOB_EXECUTION", "JOB_INSTANCE_ID",
            "BATCH_JOB_EXECUTION_PARAMS", "JOB_EXECUTION_ID",
            "BATCH_STEP_EXECUTION", "JOB_EXECUTION_ID");

    private Indexes() {}

    /** Makes those that are missing. */
    static void make(DataSource dataSource, JobStoreAddress.Kind kind) throws SQLException {
        if (kind == JobStoreAddress.Kind.H2) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            for (Map.Entry<String, String> index : COLUMNS.entrySet()) {
                if (!exists(connection, index.getKey())) {
                    make(connection, index.getKey(), index.getValue());
                }
            }
        }
    }

    private static void make(Connection connection, String table, String column) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // "If": another process may make it at the same time.
            statement.execute("CREATE INDEX IF NOT EXISTS " + name(table) + " ON " + table + " (" + column + ")");
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        String written = connection.getMetaData().storesLowerCaseIdentifiers() ? table.toLowerCase(Locale.ROOT) : table;
        try (ResultSet indexes = connection.getMetaData().getIndexInfo(null, null, written, false, true)) {
            while (indexes.next()) {
                if (name(table).equalsIgnoreCase(indexes.getString("INDEX_NAME"))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static String name(String table) {
        return "EXPORTER_" + table.substring("BATCH_".length());
    }
}
