package dev.exporter.sqlite.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that this process has of one file: as many as there were readers at once, all kept until nobody uses
 * the file any more. Thread-safe.
 *
 * <p>{@link RandomAccessFile} and not a channel: a channel closes itself when a thread that reads is interrupted, which
 * would drop the locks. A mapping would kill or garble what reads it when the file is truncated; this gives a short
 * read.
 */
final class SharedFile {
    /**
     * By identity, so that two names of a file count as one. Static because what it guards is: locks belong to the
     * process. Guarded by itself, as are the counts.
     */
    private static final Map<Object, SharedFile> OPEN = new HashMap<>();

    private final Object identity;
    private final Path path;
    private final Deque<RandomAccessFile> idle = new ArrayDeque<>();
    private final List<RandomAccessFile> all = new ArrayList<>();
    private int users;

    private SharedFile(Object identity, Path path) {
        this.identity = identity;
        this.path = path;
    }

    /** Counts a user in, who calls {@link #release} once. */
    static SharedFile lease(Path path) throws IOException {
        synchronized (OPEN) {
            SharedFile file = OPEN.computeIfAbsent(identity(path), identity -> new SharedFile(identity, path));
            file.users++;
            try {
                if (file.all.isEmpty()) {
                    file.idle.push(file.open());
                }
                return file;
            } catch (IOException e) {
                file.release();
                throw e;
            }
        }
    }

    void release() throws IOException {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return;
            }
            OPEN.remove(identity);
            closeAll();
        }
    }

    /** For one reader, who gives the descriptor back by closing this, and is a user as long. */
    FileBytes bytes() throws IOException {
        synchronized (OPEN) {
            if (users == 0) {
                throw new IllegalStateException(path + " is closed");
            }
            RandomAccessFile descriptor = idle.isEmpty() ? open() : idle.pop();
            users++;
            return new FileBytes(descriptor, () -> giveBack(descriptor));
        }
    }

    private void giveBack(RandomAccessFile descriptor) throws IOException {
        synchronized (OPEN) {
            idle.push(descriptor);
            release();
        }
    }

    /** Whether the file still stands in its place. */
    boolean isInPlace() throws IOException {
        return identity.equals(identity(path));
    }

    private RandomAccessFile open() throws IOException {
        RandomAccessFile descriptor = new RandomAccessFile(path.toFile(), "r");
        all.add(descriptor);
        if (!isInPlace()) {
            throw new IOException(path + " was replaced by another file while it was in use");
        }
        return descriptor;
    }

    private void closeAll() throws IOException {
        IOException failure = null;
        for (RandomAccessFile descriptor : all) {
            try {
                descriptor.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Object identity(Path path) throws IOException {
        // Looks at the file without opening it.
        @Nullable Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key;
    }
}
