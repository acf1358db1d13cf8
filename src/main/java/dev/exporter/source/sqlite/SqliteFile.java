package dev.exporter.source.sqlite;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.sqlite.file.CorruptPageException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/**
 * Where a SQLite database lies, and what to tell the user when it cannot be read. Looks at files from outside only,
 * never into them.
 *
 * @param path the file itself, links followed as SQLite follows them: its log lies beside the file and not beside a link,
 *     and a link that leads elsewhere later on changes nothing
 * @param given as the user has named it
 */
record SqliteFile(Dataset.Database database, Path path, Path given) {
    /** One page of the smallest size (sqlite.org/fileformat2.html, 1.3.2). */
    private static final int SMALLEST_BYTES = 512;

    /** What stands for itself in a URI, for SQLite as for the driver. */
    private static final String URI_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._";

    /** A file that nobody has open for writing, as it looks from outside. */
    record AtRest(long bytes, long modifiedMillis) {}

    /**
     * The file of {@code database}.
     *
     * @throws ExporterException refused, if it cannot be a database that this process may read
     */
    static SqliteFile checked(Dataset.Database database, Path path) {
        Path given = path.toAbsolutePath();
        SqliteFile file = new SqliteFile(database, followed(given), given);
        if (!Files.exists(path)) {
            throw file.refused("database-missing", "does not exist", "Check the path");
        }
        if (!Files.isRegularFile(path)) {
            throw file.refused("database-not-a-file", "is not a file", "Give the path of the database file itself");
        }
        if (!Files.isReadable(path)) {
            throw file.refused("database-unreadable", "may not be read", "Give this user permission to read it");
        }
        if (file.isMountedAlone()) {
            throw file.refused(
                    "database-mounted-alone",
                    "is mounted by itself, so that what its writer keeps beside it (-wal) cannot be seen",
                    "Mount the directory that it is in");
        }
        if (file.bytes() == 0) {
            throw file.refused("database-empty", "is empty (0 bytes)", "Check the path");
        }
        if (file.bytes() < SMALLEST_BYTES) {
            // SQLite takes a file of one byte for a new database.
            throw file.refused("database-malformed", "has only " + file.bytes() + " bytes", "Check the path");
        }
        return file;
    }

    private static Path followed(Path given) {
        try {
            return given.toRealPath();
        } catch (IOException e) {
            return given; // not there: whoever looks will say so
        }
    }

    /** As by {@code docker run -v core.db:/core.db}: SQLite would make a log of its own, and not heed the writer's. */
    private boolean isMountedAlone() {
        return MountPoints.has(path);
    }

    String name() {
        return database.name();
    }

    String where() {
        return "--" + database.option() + " " + given;
    }

    /**
     * The file as a URI for SQLite (sqlite.org/uri.html): bytes that mean something in URIs or to the driver escaped.
     *
     * @param parameters how it is opened, for example {@code mode=ro}
     */
    String uri(String parameters) {
        StringBuilder uri = new StringBuilder("file:");
        for (byte b : path.toString().getBytes(StandardCharsets.UTF_8)) {
            if (URI_CHARACTERS.indexOf(b) >= 0) {
                uri.append((char) b);
            } else {
                uri.append(String.format("%%%02X", b));
            }
        }
        return uri.append('?').append(parameters).toString();
    }

    /** The file's state if there is no log of writes that are not in it, which every writer has. */
    Optional<AtRest> atRest() {
        if (hasContent("-wal") || hasContent("-journal")) {
            return Optional.empty();
        }
        return Optional.of(new AtRest(bytes(), path.toFile().lastModified()));
    }

    /** What SQLite's error means to the user. */
    Problem problem(SQLiteErrorCode code, SQLException error, Duration busyTimeout) {
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
                problem(
                        "database-locked",
                        "was locked by another process for longer than " + seconds(busyTimeout),
                        "Raise --busyTimeout, or stop what holds the lock");
            case SQLITE_NOTADB ->
                problem(
                        "database-malformed",
                        "is not a SQLite database, or is encrypted",
                        "Check the path; an encrypted database must be decrypted first");
            case SQLITE_CORRUPT ->
                problem(
                        "database-malformed",
                        "is damaged or cut short: of " + bytes() + " bytes SQLite says '" + error.getMessage() + "'",
                        "Copy it again while its writer is stopped, or with sqlite3's command .backup");
            case SQLITE_READONLY ->
                problem(
                        "database-needs-recovery",
                        "was left by a writer that crashed, and its journal must be rolled back first",
                        "Start its writer once, or open it with sqlite3 and permission to write");
            case SQLITE_CANTOPEN ->
                problem(
                        "database-unreadable",
                        hasContent("-wal")
                                ? "has changes in " + path.getFileName() + "-wal, which cannot be read because "
                                        + path.getFileName() + "-shm cannot be opened or made"
                                : "cannot be opened",
                        "Check the permissions of the file, of those beside it (-wal, -shm) and of their directory");
            default ->
                problem("database-failed", "could not be read: " + error.getMessage(), "Check the disk and the file");
        };
    }

    /** What an error of the file system, or a damaged page, means to the user. */
    Problem problem(IOException error) {
        if (error instanceof CorruptPageException damage) {
            return problem(
                    "database-malformed",
                    "is damaged: " + damage.getMessage(),
                    "Copy it again while its writer is stopped, or with sqlite3's command .backup");
        }
        return problem(
                "database-unreadable",
                "could not be read: " + error.getMessage(),
                "Check the disk and the permissions");
    }

    private ExporterException refused(String code, String what, String remedy) {
        Problem problem = problem(code, what, remedy);
        return ExporterException.refused(problem.code(), problem.message(), problem.where(), problem.remedy());
    }

    private Problem problem(String code, String what, String remedy) {
        return new Problem(code, "the " + name() + " database " + what, where(), remedy);
    }

    /** Whether SQLite's files for the WAL mode are beside it, with or without content. */
    boolean hasLogFiles() {
        return beside("-wal").exists() || beside("-shm").exists();
    }

    private File beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix).toFile();
    }

    private boolean hasContent(String suffix) {
        return beside(suffix).length() > 0;
    }

    /** 0 if the file has gone: then SQLite's own error tells, and is not to be replaced by another. */
    private long bytes() {
        return path.toFile().length();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
