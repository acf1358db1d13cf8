package dev.exporter.sqlite.file;

import java.util.Arrays;

/**
 * A view of one page's bytes, inside an array that may hold more. Offsets are the page's own and are not checked here
 * against the page's end. Mutable, for one thread.
 */
public final class Page {
    /** In bytes. */
    public static final int LARGEST = 65_536;

    private static final int SMALLEST = 512;

    private byte[] bytes = {};
    private int start;
    private long number;

    /** Whether pages can have so many bytes (format, 1.3.2). */
    public static boolean isSize(int bytes) {
        return bytes >= SMALLEST && bytes <= LARGEST && Integer.bitCount(bytes) == 1;
    }

    /** Shows page {@code number}, which begins at {@code start} of {@code bytes}. */
    public void show(long number, byte[] bytes, int start) {
        this.number = number;
        this.bytes = bytes;
        this.start = start;
    }

    public long number() {
        return number;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Where the page begins in {@link #bytes()}. */
    public int start() {
        return start;
    }

    public int unsigned8(int offset) {
        return BigEndian.unsigned8(bytes, start + offset);
    }

    public int unsigned16(int offset) {
        return BigEndian.unsigned16(bytes, start + offset);
    }

    public long unsigned32(int offset) {
        return BigEndian.unsigned32(bytes, start + offset);
    }

    /** The page's first bytes. */
    public byte[] copy(int length) {
        return Arrays.copyOfRange(bytes, start, start + length);
    }
}
