package dev.exporter.sqlite;

import java.util.Arrays;

/**
 * A view of one page's bytes, inside an array that may hold more. Offsets are the page's own and are not checked here
 * against the page's end. Mutable, for one thread.
 */
final class Page {
    private byte[] bytes = {};
    private int start;
    private long number;

    /** Shows page {@code number}, which begins at {@code start} of {@code bytes}. */
    void show(long number, byte[] bytes, int start) {
        this.number = number;
        this.bytes = bytes;
        this.start = start;
    }

    long number() {
        return number;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the page begins in {@link #bytes()}. */
    int start() {
        return start;
    }

    int unsigned8(int offset) {
        return BigEndian.unsigned8(bytes, start + offset);
    }

    int unsigned16(int offset) {
        return BigEndian.unsigned16(bytes, start + offset);
    }

    long unsigned32(int offset) {
        return BigEndian.unsigned32(bytes, start + offset);
    }

    /** The page's first bytes. */
    byte[] copy(int length) {
        return Arrays.copyOfRange(bytes, start, start + length);
    }
}
