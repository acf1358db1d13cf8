package dev.exporter.run.holder;

import dev.exporter.plan.KeyRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of holders, {@code <warehouse>/.exporter/locks/}: for a lock {@code <first>-<last>} with the note
 * {@code <first>-<last>.json}, for a lease {@code <first>-<last>.<run>.lease}, which is its own note.
 */
final class HolderFolder {
    private static final String GLOBAL = "folder";
    private static final String RANGE = "-?\\d+--?\\d+";

    private final Path path;
    private final Locking locking;

    HolderFolder(Path path, Locking locking) {
        this.path = path;
        this.locking = locking;
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Works while no other process looks at locks or takes one.
     *
     * @throws LocksUnsupportedException where the file system has no locks; nothing was done then
     */
    <T> T underGlobalLock(Work<T> work) throws IOException {
        synchronized (LockFile.MONITOR) {
            try (FileChannel channel = FileChannel.open(
                            path.resolve(GLOBAL), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = lock(channel)) {
                return work.run();
            }
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        try {
            return locking.lock(channel);
        } catch (IOException e) {
            throw Locking.isUnsupported(e) ? new LocksUnsupportedException(e) : e;
        }
    }

    /** That the file system has no locks. */
    static final class LocksUnsupportedException extends IOException {
        private static final long serialVersionUID = 1L;

        LocksUnsupportedException(IOException cause) {
            super(cause);
        }
    }

    Locking locking() {
        return locking;
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** The ranges that have a lock file, whether it is locked or left over. */
    List<KeyRange> lockRanges() throws IOException {
        return files(RANGE).stream()
                .map(file -> KeyRange.parse(file.getFileName().toString()))
                .toList();
    }

    /** The notes of locks, some of them left over. */
    List<Path> lockNotes() throws IOException {
        return files(RANGE + "\\.json");
    }

    /** All leases, some of them run out. */
    List<Path> leases() throws IOException {
        return files(RANGE + "\\.[0-9a-z]+\\.lease");
    }

    /** The range that the name of a note or a lease begins with. */
    static KeyRange rangeOf(Path file) {
        return KeyRange.parse(file.getFileName().toString().replaceFirst("\\..*", ""));
    }

    Path lockFile(KeyRange range) {
        return path.resolve(range.toString());
    }

    Path lockNote(KeyRange range) {
        return path.resolve(range + ".json");
    }

    Path lease(KeyRange range, String run) {
        return path.resolve(range + "." + run + ".lease");
    }

    /** Removes the files of a lock that nobody else can be waiting for. */
    void remove(KeyRange range) throws IOException {
        Files.deleteIfExists(lockNote(range));
        Files.deleteIfExists(lockFile(range));
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
