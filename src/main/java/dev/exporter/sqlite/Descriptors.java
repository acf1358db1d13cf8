package dev.exporter.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;

/** Reads at a position. */
final class Descriptors {
    private Descriptors() {}

    /** Reads up to {@code length} bytes from {@code position} and returns how many there were before the file's end. */
    static int read(RandomAccessFile file, long position, byte[] target, int length) throws IOException {
        file.seek(position);
        int count = 0;
        while (count < length) {
            int read = file.read(target, count, length - count);
            if (read < 0) {
                break;
            }
            count += read;
        }
        return count;
    }
}
