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
    /** The first minor version of SQLite 3 that answers without writing. */
    private static final int LEAST_VERSION = 51;

    private final Connection connection;
    private final Pin.Log none;
    private final String whyNot;

    private LogLength(Connection connection, Pin.Log none, String whyNot) {
        this.connection = connection;
        this.none = none;
        this.whyNot = whyNot;
    }

    /**
     * Asks over {@code connection}, once as a trial.
     *
     * @param none what it means where SQLite knows of no log: {@link Pin.Log#EMPTY} for a file that is read as one that
     *     does not change, whatever its journal
     */
    static LogLength of(Connection connection, Pin.Log none) {
        LogLength asked = new LogLength(connection, none, "");
        try {
            String version = connection.getMetaData().getDatabaseProductVersion();
            String[] numbers = version.split("\\.", 3);
            if (!numbers[0].equals("3") || Integer.parseInt(numbers[1]) < LEAST_VERSION) {
                return new LogLength(connection, none, "SQLite " + version + " does not tell how long a log is");
            }
            asked.now();
            return asked;
        } catch (SQLException e) {
            // Whatever it is, reading itself must not fail for it.
            return new LogLength(connection, none, "SQLite does not tell how long its log is: " + e.getMessage());
        }
    }

    /** Asks nothing. */
    static LogLength unasked(Connection connection) {
        return new LogLength(connection, Pin.Log.NONE, "another way was asked for");
    }

    /** Why nothing is read by pages, as the end of "… cannot be read by pages: "; empty where it is. */
    String whyNot() {
        return whyNot;
    }

    /** See {@link Pin#log}. */
    Pin.Log now() throws SQLException {
        synchronized (connection) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
                row.next();
                return row.getLong(2) < 0 ? none : new Pin.Log(row.getLong(2), row.getLong(3));
            }
        }
    }
}
