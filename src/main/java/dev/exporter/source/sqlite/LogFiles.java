package dev.exporter.source.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * The files {@code -wal} and {@code -shm} beside a database in WAL mode. SQLite makes them for whoever reads first, and
 * the last connection to close removes them, unless it may only read: then they would stay behind.
 */
final class LogFiles {
    private final SqliteFile file;
    private final boolean wereThere;

    private LogFiles(SqliteFile file, boolean wereThere) {
        this.file = file;
        this.wereThere = wereThere;
    }

    /** To be called before the first connection is opened. */
    static LogFiles before(SqliteFile file) {
        return new LogFiles(file, file.hasLogFiles());
    }

    /**
     * Has SQLite remove the files that reading has made, if nothing was written to them and no connection of any
     * process needs them: it decides that under its own locks. The database itself is not changed. Where this may not
     * be done they stay, which harms nobody.
     */
    void removeIfMade() {
        if (wereThere || !file.hasLogFiles() || file.atRest().isEmpty()) {
            return;
        }
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file.uri("mode=rw"));
                Statement statement = connection.createStatement()) {
            // A connection that has not read anything has not joined the log, and leaves it alone.
            statement.executeQuery("SELECT 1 FROM sqlite_schema LIMIT 1").close();
        } catch (SQLException e) {
            // Without the right to write, or while another process locks the database: they stay.
            return;
        }
    }
}
