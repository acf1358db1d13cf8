package dev.exporter.sqlite.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A file's bytes, at any position. One thread at a time. */
public final class FileBytes implements AutoCloseable {
    private final RandomAccessFile descriptor;
    private final Closing closing;
    private boolean closed;

    FileBytes(RandomAccessFile descriptor, Closing closing) {
        this.descriptor = descriptor;
        this.closing = closing;
    }

    /** What becomes of the descriptor. */
    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }

    /** Opens a file on which SQLite takes no locks: of one that it does, see {@link DatabaseFile}. */
    public static FileBytes open(Path path) throws IOException {
        RandomAccessFile descriptor = new RandomAccessFile(path.toFile(), "r");
        return new FileBytes(descriptor, descriptor::close);
    }

    /** Reads up to {@code length} bytes from {@code position} and returns how many there were before the file's end. */
    public int read(long position, byte[] target, int length) throws IOException {
        descriptor.seek(position);
        int count = 0;
        while (count < length) {
            int read = descriptor.read(target, count, length - count);
            if (read < 0) {
                break;
            }
            count += read;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            closing.close();
        }
    }
}
