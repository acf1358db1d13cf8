package dev.exporter.transform.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The canonical form of one row, built up column by column in a buffer that is used again for the next row; see
 * {@code docs/content-hash.md}. Not thread-safe.
 */
final class CanonicalRow {
    /** What stands before each value: field id, presence, length. */
    private static final int HEADER_BYTES = Integer.BYTES + 1 + Integer.BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Where each column ends; one that is NULL is empty. */
    private final int[] ends;

    private byte[] bytes = new byte[512];
    private int length;
    private int columns;

    CanonicalRow(int columns) {
        this.ends = new int[columns];
    }

    void clear() {
        length = 0;
        columns = 0;
    }

    void putLong(int id, long value) {
        header(id, Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    void putBoolean(int id, boolean value) {
        header(id, 1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    void putBytes(int id, byte[] source, int from, int count) {
        header(id, count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Ends a column, whether or not a value was put for it. */
    void endColumn() {
        ends[columns++] = length;
    }

    /** Whether both rows have the same value in the column of this index. */
    boolean sameColumn(int column, CanonicalRow other) {
        return Arrays.equals(bytes, start(column), ends[column], other.bytes, other.start(column), other.ends[column]);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private int start(int column) {
        return column == 0 ? 0 : ends[column - 1];
    }

    private void header(int id, int count) {
        long needed = (long) length + HEADER_BYTES + count;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * bytes.length)));
        }
        INT.set(bytes, length, id);
        bytes[length + Integer.BYTES] = 1;
        INT.set(bytes, length + Integer.BYTES + 1, count);
        length += HEADER_BYTES;
    }
}
