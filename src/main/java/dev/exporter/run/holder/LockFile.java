package dev.exporter.run.holder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that this process has locked.
 *
 * <p>POSIX drops a process's locks on a file when any of its descriptors for it is closed (fcntl(2), "Record locks"), so
 * a file that this process holds must not be opened by it once more, not even to look. Therefore all that are held are
 * listed here, and whoever looks asks the list first.
 */
final class LockFile implements AutoCloseable {
    /** By identity, so that two names of a file count as one. Static because locks belong to the process. */
    private static final Map<Object, Note> HELD = new HashMap<>();

    /** Guards {@link #HELD} and every look at a lock file: two threads' looks could drop each other's locks too. */
    static final Object MONITOR = new Object();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;
    private final Object identity;

    private LockFile(Path path, FileChannel channel, FileLock lock) throws IOException {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
        this.identity = identity(path);
    }

    /** The note of this process's own hold on a file, if it has one. */
    static Optional<Note> ownNote(Path path) throws IOException {
        return Optional.ofNullable(HELD.get(identity(path)));
    }

    /**
     * Locks a file of which this process holds none, or tells that another process has it locked.
     *
     * @return empty where another process has it
     */
    static Optional<LockFile> tryLock(Path path, Locking locking) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = locking.tryLock(channel);
            if (lock != null) {
                return Optional.of(new LockFile(path, channel, lock));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Lists the file as held. */
    LockFile noted(Note note) {
        HELD.put(identity, note);
        return this;
    }

    /** Whether the lock is still there, on the file that stands at its path. */
    boolean isInPlace() {
        try {
            return lock.isValid() && identity.equals(identity(path));
        } catch (IOException e) {
            return false; // removed from under the lock
        }
    }

    /** Looks at the file without opening it. */
    private static Object identity(Path path) throws IOException {
        return Objects.requireNonNullElse(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey(), path);
    }

    @Override
    public void close() throws IOException {
        HELD.remove(identity);
        channel.close(); // which releases the lock
    }
}
