package dev.exporter.source.sqlite;

import dev.exporter.sqlite.snapshot.Pin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Begins a transaction on a connection so that the state it sees can be read by pages too. One thread at a time. */
final class TransactionPin implements Pin<SQLException> {
    private final Connection connection;
    private final LogLength log;
    private boolean begun;

    TransactionPin(Connection connection, LogLength log) {
        this.connection = connection;
        this.log = log;
    }

    /** Begins a transaction and decides what it sees. */
    static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            // BEGIN alone takes no lock: the first read decides which state is seen.
            statement.executeQuery("SELECT 1 FROM sqlite_schema LIMIT 1").close();
        }
    }

    @Override
    public void begin() throws SQLException {
        if (begun) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ROLLBACK");
            }
        }
        begun = true;
        begin(connection);
    }

    @Override
    public Log log() throws SQLException {
        return log.now();
    }

    @Override
    public View view() throws SQLException {
        return new View(number("PRAGMA page_count"), Math.toIntExact(number("PRAGMA schema_version")));
    }

    private long number(String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(pragma)) {
            row.next();
            return row.getLong(1);
        }
    }
}
