package dev.exporter.source.sqlite;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * A SQLite database file that is only read. Thread-safe.
 *
 * <p>Nothing here opens the file except SQLite itself: POSIX drops all locks that a process has on a file when it closes
 * any one descriptor of it, and with them the read transactions of this process (sqlite.org/howtocorrupt.html, 2.2).
 */
public final class SqliteDatabase implements AutoCloseable {
    private final SqliteFile file;
    private final Duration busyTimeout;
    /** How the file looked when it was found to be at rest; empty where SQLite's locks keep order. */
    private final Optional<SqliteFile.AtRest> atRest;

    /**
     * Open as long as the database is. Where no other process has it open, SQLite would otherwise build the index of its
     * write-ahead log anew for each snapshot.
     */
    private final Connection keeper;

    private final LogFiles logFiles;

    private SqliteDatabase(SqliteFile file, LogFiles logFiles, Duration busyTimeout, Optional<SqliteFile.AtRest> atRest)
            throws SQLException {
        this.file = file;
        this.logFiles = logFiles;
        this.busyTimeout = busyTimeout;
        this.atRest = atRest;
        this.keeper = connect();
    }

    /**
     * Opens a database for reading.
     *
     * @throws ExporterException refused, if it cannot be read
     */
    public static SqliteDatabase open(Dataset.Database database, Path path, Duration busyTimeout) {
        SqliteFile file = SqliteFile.checked(database, path);
        LogFiles logFiles = LogFiles.before(file);
        try {
            return new SqliteDatabase(file, logFiles, busyTimeout, Optional.empty());
        } catch (SQLException e) {
            logFiles.removeIfMade();
            // A database in WAL mode without its log, in a directory that cannot be written: SQLite wants to make the
            // log even to read. No writer has the file open, so it can be read as a file that does not change.
            Optional<SqliteFile.AtRest> atRest = wantsToWrite(e) ? file.atRest() : Optional.empty();
            if (atRest.isEmpty()) {
                throw explained(file, busyTimeout, ExitCode.REFUSED, e);
            }
            return openAtRest(file, logFiles, busyTimeout, atRest);
        }
    }

    private static SqliteDatabase openAtRest(
            SqliteFile file, LogFiles logFiles, Duration busyTimeout, Optional<SqliteFile.AtRest> atRest) {
        try {
            return new SqliteDatabase(file, logFiles, busyTimeout, atRest);
        } catch (SQLException e) {
            throw explained(file, busyTimeout, ExitCode.REFUSED, e);
        }
    }

    public String name() {
        return file.name();
    }

    /** The database in messages: its option and its file. */
    public String where() {
        return file.where();
    }

    /**
     * Begins a read transaction.
     *
     * @throws ExporterException with {@code exitCode}, if that is not possible
     */
    public ReadTransaction begin(ExitCode exitCode) {
        checkAtRest();
        try {
            return ReadTransaction.begin(this, connect());
        } catch (SQLException e) {
            throw explained(exitCode, e);
        }
    }

    /**
     * Fails if the file is read as one that does not change and has changed. To be called after reading, before what was
     * read is used.
     */
    public void checkAtRest() {
        if (atRest.isPresent() && !file.atRest().equals(atRest)) {
            throw ExporterException.failed(
                    "database-changed",
                    "a writer has opened the " + name() + " database while it was read without locks, because its"
                            + " directory cannot be written and its write-ahead log was absent",
                    where(),
                    "Run again while the writer runs",
                    null);
        }
    }

    /** What SQLite's error means, with {@code exitCode}. */
    public ExporterException explained(ExitCode exitCode, SQLException e) {
        return explained(file, busyTimeout, exitCode, e);
    }

    @Override
    public void close() {
        try {
            keeper.close();
        } catch (SQLException e) {
            throw explained(ExitCode.FAILED, e);
        }
        logFiles.removeIfMade();
    }

    /** A connection that has read the database once, so that whatever prevents reading has shown. */
    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        // A connection serves one thread at a time: without SQLite's own mutex a row costs a fifth less.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setBusyTimeout(Math.toIntExact(Math.min(busyTimeout.toMillis(), Integer.MAX_VALUE)));
        Connection connection = config.createConnection(
                "jdbc:sqlite:" + file.uri(atRest.isPresent() ? "mode=ro&immutable=1" : "mode=ro"));
        try (Statement statement = connection.createStatement()) {
            // As large as the library allows: it maps no more than the file.
            statement.execute("PRAGMA mmap_size = " + Long.MAX_VALUE);
            statement.execute("PRAGMA query_only = ON");
            statement.executeQuery("SELECT 1 FROM sqlite_schema LIMIT 1").close();
            return connection;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private static ExporterException explained(
            SqliteFile file, Duration busyTimeout, ExitCode exitCode, SQLException e) {
        return new ExporterException(exitCode, file.problem(primaryCode(e), e, busyTimeout), e);
    }

    private static boolean wantsToWrite(SQLException e) {
        SQLiteErrorCode code = primaryCode(e);
        return code == SQLiteErrorCode.SQLITE_CANTOPEN || code == SQLiteErrorCode.SQLITE_READONLY;
    }

    private static SQLiteErrorCode primaryCode(SQLException e) {
        if (e instanceof SQLiteException sqlite) {
            int primary = sqlite.getResultCode().code & 0xff;
            return SQLiteErrorCode.getErrorCode(primary);
        }
        return SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
