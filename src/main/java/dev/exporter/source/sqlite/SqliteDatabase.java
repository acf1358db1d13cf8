package dev.exporter.source.sqlite;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.Reader;
import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Pin;
import dev.exporter.sqlite.snapshot.Pinned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * A SQLite database file that is only read. Thread-safe.
 *
 * <p>Nothing here opens the file except SQLite itself and {@link DatabaseFile}, from before the first connection until
 * after the last: POSIX drops all locks that a process has on a file when it closes any one descriptor of it, and with
 * them the read transactions of this process (sqlite.org/howtocorrupt.html, 2.2). So it is also opened where nothing is
 * read by pages: others in this process may.
 */
public final class SqliteDatabase implements AutoCloseable {
    /** sqlite.org/pragma.html, wal_autocheckpoint. */
    private static final long DEFAULT_CHECKPOINT_FRAMES = 1000;

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
    private final Reader reader;
    /** Keeps the file's descriptors. */
    private final DatabaseFile bytes;

    private final LogLength log;

    private SqliteDatabase(
            SqliteFile file,
            LogFiles logFiles,
            Duration busyTimeout,
            Reader reader,
            DatabaseFile bytes,
            Optional<SqliteFile.AtRest> atRest)
            throws SQLException {
        this.file = file;
        this.logFiles = logFiles;
        this.busyTimeout = busyTimeout;
        this.reader = reader;
        this.bytes = bytes;
        this.atRest = atRest;
        this.keeper = patiently(this::connect);
        this.log = reader == Reader.JDBC
                ? LogLength.unasked(keeper)
                : LogLength.of(keeper, atRest.isPresent() ? Pin.Log.EMPTY : Pin.Log.NONE);
    }

    /**
     * Opens a database for reading.
     *
     * @param reader how its tables are to be scanned
     * @throws ExporterException refused, if it cannot be read
     */
    public static SqliteDatabase open(Dataset.Database database, Path path, Duration busyTimeout, Reader reader) {
        SqliteFile file = SqliteFile.checked(database, path);
        LogFiles logFiles = LogFiles.before(file);
        DatabaseFile bytes = opened(file);
        try {
            return open(file, logFiles, busyTimeout, reader, bytes);
        } catch (RuntimeException e) {
            throw closing(bytes, e);
        }
    }

    private static DatabaseFile opened(SqliteFile file) {
        try {
            return DatabaseFile.open(file.path());
        } catch (IOException e) {
            throw unreadable(file, ExitCode.REFUSED, e);
        }
    }

    private static RuntimeException closing(DatabaseFile bytes, RuntimeException failure) {
        try {
            bytes.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private static SqliteDatabase open(
            SqliteFile file, LogFiles logFiles, Duration busyTimeout, Reader reader, DatabaseFile bytes) {
        try {
            return new SqliteDatabase(file, logFiles, busyTimeout, reader, bytes, Optional.empty());
        } catch (SQLException e) {
            logFiles.removeIfMade();
            // A database in WAL mode without its log, in a directory that cannot be written: SQLite wants to make the
            // log even to read. No writer has the file open, so it can be read as a file that does not change.
            Optional<SqliteFile.AtRest> atRest = wantsToWrite(e) ? file.atRest() : Optional.empty();
            if (atRest.isEmpty()) {
                throw explained(file, busyTimeout, ExitCode.REFUSED, e);
            }
            try {
                return new SqliteDatabase(file, logFiles, busyTimeout, reader, bytes, atRest);
            } catch (SQLException again) {
                throw explained(file, busyTimeout, ExitCode.REFUSED, again);
            }
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
        DatabaseFile own = opened(file);
        try {
            return patiently(() -> begin(own, exitCode));
        } catch (SQLException e) {
            throw closing(own, explained(exitCode, e));
        } catch (UncheckedIOException e) {
            throw closing(own, unreadable(file, exitCode, Objects.requireNonNull(e.getCause())));
        } catch (RuntimeException e) {
            throw closing(own, e);
        }
    }

    private ReadTransaction begin(DatabaseFile own, ExitCode exitCode) throws SQLException {
        Connection connection = connect();
        try {
            // After SQLite has opened it by its path, so that it is this file that SQLite has opened.
            requireInPlace(exitCode);
            if (!log.whyNot().isEmpty()) {
                TransactionPin.begin(connection);
                return new ReadTransaction(this, connection, own, Optional.empty());
            }
            Pinned pinned = Pinned.take(own, new TransactionPin(connection, log));
            return new ReadTransaction(this, connection, own, Optional.of(pinned));
        } catch (IOException e) {
            try (connection) {
                throw new UncheckedIOException(e);
            }
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    private interface Attempt<T> {
        T make() throws SQLException;
    }

    /**
     * SQLite waits for locks by itself, with growing pauses, up to the busy timeout. Only when it finds the index of the
     * log in change again and again it gives up after about ten seconds of such pauses, whatever the timeout
     * (SQLITE_PROTOCOL).
     */
    private <T> T patiently(Attempt<T> attempt) throws SQLException {
        long began = System.nanoTime();
        while (true) {
            try {
                return attempt.make();
            } catch (SQLException e) {
                if (primaryCode(e) != SQLiteErrorCode.SQLITE_PROTOCOL
                        || System.nanoTime() - began >= busyTimeout.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** How tables are to be scanned. */
    public Reader reader() {
        return reader;
    }

    /**
     * Whether the write-ahead log can begin anew, since all of it is in the database too, or is so short that a writer
     * by default would not copy it yet; false where that cannot be asked.
     */
    public boolean isLogCopiedOrShort() {
        try {
            Pin.Log now = log.now();
            return now.checkpointed() >= now.frames() || now.frames() < DEFAULT_CHECKPOINT_FRAMES;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Why nothing is read by pages, as the end of "… cannot be read by pages: "; empty where it is. */
    String whyNotPages() {
        return log.whyNot();
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

    /** Rows of two files must not come to stand in one run. */
    private void requireInPlace(ExitCode exitCode) throws IOException {
        if (!bytes.isInPlace()) {
            Problem problem = new Problem(
                    "database-replaced",
                    "another file was put in the place of the " + name() + " database while it was read",
                    where(),
                    "Put the first one back: only with it can an interrupted run go on");
            throw new ExporterException(exitCode, problem, null);
        }
    }

    /** What SQLite's error means, with {@code exitCode}. */
    public ExporterException explained(ExitCode exitCode, SQLException e) {
        return explained(file, busyTimeout, exitCode, e);
    }

    @Override
    public void close() {
        try (bytes) {
            keeper.close();
            logFiles.removeIfMade();
        } catch (SQLException e) {
            throw explained(ExitCode.FAILED, e);
        } catch (IOException e) {
            throw unreadable(ExitCode.FAILED, e);
        }
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

    /** What an error of the file system, or a damaged page, means, with {@code exitCode}. */
    public ExporterException unreadable(ExitCode exitCode, IOException e) {
        return unreadable(file, exitCode, e);
    }

    private static ExporterException unreadable(SqliteFile file, ExitCode exitCode, IOException e) {
        return new ExporterException(exitCode, file.problem(e), e);
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
