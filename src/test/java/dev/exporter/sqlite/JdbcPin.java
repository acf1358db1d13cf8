package dev.exporter.sqlite;

import dev.exporter.sqlite.snapshot.Pin;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** A pin over sqlite-jdbc: the referee of what a snapshot holds. */
final class JdbcPin implements Pin<SQLException>, AutoCloseable {
    private final Connection watcher;
    private final Connection reader;
    private boolean begun;

    JdbcPin(Path database) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        String url = "jdbc:sqlite:" + database.toUri();
        watcher = config.createConnection(url);
        reader = config.createConnection(url);
    }

    Connection reader() {
        return reader;
    }

    @Override
    public void begin() throws SQLException {
        try (Statement statement = reader.createStatement()) {
            if (begun) {
                statement.execute("ROLLBACK");
            }
            statement.execute("BEGIN");
            begun = true;
            statement.executeQuery("SELECT 1 FROM sqlite_schema LIMIT 1").close();
        }
    }

    @Override
    public Log log() throws SQLException {
        try (Statement statement = watcher.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
            row.next();
            return row.getLong(2) < 0 ? Log.NONE : new Log(row.getLong(2), row.getLong(3));
        }
    }

    @Override
    public View view() throws SQLException {
        return new View(number("PRAGMA page_count"), Math.toIntExact(number("PRAGMA schema_version")));
    }

    long rootPage(String table) throws SQLException {
        return number("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = '" + table + "'");
    }

    long number(String sql) throws SQLException {
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        try (watcher) {
            reader.close();
        }
    }
}
