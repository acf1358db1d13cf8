package dev.exporter.source.sqlite;

import dev.exporter.sqlite.snapshot.Pin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Asks SQLite how long a database's write-ahead log is, over a connection that is in no transaction. Thread-safe.
 */
final class LogLength {
    /** The first version that answers without writing. */
    private static final int LEAST_MINOR = 51;

    private final Connection connection;

    private LogLength(Connection connection) {
        this.connection = connection;
    }

    /**
     * Asks over {@code connection}.
     *
     * @throws SQLException if SQLite cannot be asked; the message says why, as the end of "it cannot be read by pages: "
     */
    static LogLength of(Connection connection) throws SQLException {
        String version = connection.getMetaData().getDatabaseProductVersion();
        String[] numbers = version.split("\\.");
        if (Integer.parseInt(numbers[0]) < 3
                || (numbers[0].equals("3") && Integer.parseInt(numbers[1]) < LEAST_MINOR)) {
            throw new SQLException("SQLite " + version + " does not tell how long a log is");
        }
        LogLength length = new LogLength(connection);
        length.now();
        return length;
    }

    /** See {@link Pin#log}. */
    Pin.Log now() throws SQLException {
        synchronized (connection) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
                row.next();
                return row.getLong(2) < 0 ? Pin.Log.NONE : new Pin.Log(row.getLong(2), row.getLong(3));
            }
        }
    }
}
