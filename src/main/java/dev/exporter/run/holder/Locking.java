package dev.exporter.run.holder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How files are locked: {@link #SYSTEM} outside tests. */
interface Locking {
    /** The operating system's locks. */
    Locking SYSTEM = new Locking() {
        @Override
        public FileLock lock(FileChannel channel) throws IOException {
            return channel.lock();
        }

        @Override
        public @Nullable FileLock tryLock(FileChannel channel) throws IOException {
            return channel.tryLock();
        }
    };

    /** What Linux says for ENOSYS, ENOLCK and EOPNOTSUPP: a file system, often of a network, that has no locks. */
    List<String> UNSUPPORTED =
            List.of("Function not implemented", "No locks available", "Operation not supported", "Not supported");

    /** Waits for the lock. */
    FileLock lock(FileChannel channel) throws IOException;

    /** The lock, or null where another process has it. */
    @Nullable FileLock tryLock(FileChannel channel) throws IOException;

    /** Whether a failure to lock says that the file system has no locks at all. */
    static boolean isUnsupported(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return UNSUPPORTED.stream().anyMatch(message::contains);
    }
}
