package dev.exporter.sqlite.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A database's main file, open for reading. Thread-safe.
 *
 * <p>POSIX drops all locks that a process has on a file when the process closes <em>any</em> descriptor of it
 * (sqlite.org/howtocorrupt.html, 2.2), and with them the read transactions of its SQLite connections. So the
 * descriptors of a file are shared by everyone in this process who has it open here, and none of them is closed before
 * the last has closed it. The rule for callers:
 *
 * <ol>
 *   <li>open this before the first connection to the file,
 *   <li>close it after the last one,
 *   <li>let no other code of the process open the file or its {@code -shm}, except SQLite.
 * </ol>
 */
public final class DatabaseFile implements AutoCloseable {
    private final Path path;
    private final SharedFile shared;
    private boolean closed;

    private DatabaseFile(Path path, SharedFile shared) {
        this.path = path;
        this.shared = shared;
    }

    /**
     * Opens a file, whatever it holds.
     *
     * @throws IOException if it is not there or cannot be read
     */
    public static DatabaseFile open(Path path) throws IOException {
        // SQLite follows links too before it names the log.
        Path real = path.toRealPath();
        return new DatabaseFile(real, SharedFile.lease(real));
    }

    /** The file, links followed. */
    public Path path() {
        return path;
    }

    /**
     * Its bytes for one reader; any number of readers may have them at once.
     *
     * @throws IllegalStateException if the file is closed
     */
    public FileBytes bytes() throws IOException {
        return shared.bytes();
    }

    /** Whether the file still stands in its place. */
    public boolean isInPlace() throws IOException {
        return shared.isInPlace();
    }

    /** In bytes, of whatever stands in its place. */
    public long length() throws IOException {
        return Files.size(path);
    }

    /** Readers that are still open keep the file open. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            shared.release();
        }
    }
}
