package dev.exporter.transform.hash;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/**
 * A column of an Arrow batch in canonical form; see {@code docs/content-hash.md}. Works on many rows at a time, so that
 * the inner loops have one type of value each. A batch's buffers are copied to the heap at once: Arrow checks each
 * access to its own. Not thread-safe.
 */
abstract class CanonicalColumn {
    /** What stands before each value: field id, presence, length. */
    private static final int HEADER_BYTES = Integer.BYTES + 1 + Integer.BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The first five bytes of each header. */
    private final long head;

    private boolean anyNull;
    private byte[] validity = new byte[0];
    private boolean keptNull;

    CanonicalColumn(int id) {
        this.head = id & 0xffff_ffffL | 1L << Integer.SIZE;
    }

    static CanonicalColumn of(ColumnSpec column) {
        if (column.type() instanceof ColumnType.Decimal) {
            return new DecimalColumn(column.id());
        }
        return switch ((ColumnType.Primitive) column.type()) {
            case BOOLEAN -> new Booleans(column.id());
            case INT -> new Ints(column.id());
            case LONG -> new Longs(column.id());
            case STRING, BINARY -> new Bytes(column.id());
        };
    }

    /** Takes over a batch. Returns how many of its values are NULL. */
    final int take(FieldVector vector, int rows) {
        int nulls = vector.getNullCount();
        anyNull = nulls > 0;
        if (anyNull) {
            validity = copy(vector.getValidityBuffer(), bytesOfBits(rows), validity);
        }
        takeValues(vector, rows);
        return nulls;
    }

    /** Adds the length of each row's value in canonical form to {@code lengths}: nothing where it is NULL. */
    abstract void addLengths(long[] lengths, int rows);

    /**
     * Writes the values of the rows {@code from} to {@code to - 1}, each where its row stands, and moves the row's
     * position behind it.
     *
     * @param positions where in {@code target} the next value of each row goes, by row
     */
    abstract void write(int from, int to, byte[] target, int[] positions);

    /** Compares a row with the one before it, from the second of the batch: ascending, NULL first. */
    final int compareWithPrevious(int row) {
        if (anyNull && !(isPresent(row) && isPresent(row - 1))) {
            return Boolean.compare(isPresent(row), isPresent(row - 1));
        }
        return compareValues(row, row - 1);
    }

    /** Compares the first row of the batch with the one that was kept. */
    final int compareWithKept() {
        if (keptNull || !isPresent(0)) {
            return Boolean.compare(isPresent(0), !keptNull);
        }
        return compareFirstWithKept();
    }

    /** Keeps a row's value for a comparison with the next batch's first. */
    final void keep(int row) {
        keptNull = !isPresent(row);
        if (!keptNull) {
            keepValue(row);
        }
    }

    /** Numbers by their value; bytes, and text in UTF-8, as unsigned bytes. */
    abstract int compareValues(int row, int other);

    /** The XXH64 of a value in Parquet's plain encoding; only of columns that may have a bloom filter. */
    long plainHash(int row) {
        throw new IllegalStateException("the column has no bloom filter");
    }

    abstract int compareFirstWithKept();

    abstract void keepValue(int row);

    abstract void takeValues(FieldVector vector, int rows);

    final boolean isPresent(int row) {
        return !anyNull || bit(validity, row);
    }

    final void addLength(long[] lengths, int rows, int length) {
        for (int row = 0; row < rows; row++) {
            if (isPresent(row)) {
                lengths[row] += HEADER_BYTES + length;
            }
        }
    }

    /** Writes the header of a value of this length and moves the row's position behind the value. */
    final int put(byte[] target, int[] positions, int row, int length) {
        int at = positions[row];
        LONG.set(target, at, head | (long) length << 40);
        target[at + Long.BYTES] = (byte) (length >>> 24);
        positions[row] = at + HEADER_BYTES + length;
        return at + HEADER_BYTES;
    }

    static byte[] copy(ArrowBuf from, long count, byte[] reusable) {
        int size = Math.toIntExact(count);
        byte[] target = reusable.length >= size ? reusable : new byte[LongestRow.grown(reusable.length, size)];
        from.getBytes(0, target, 0, size);
        return target;
    }

    private static int bytesOfBits(int bits) {
        return (bits + 7) / 8;
    }

    private static boolean bit(byte[] bits, int index) {
        return (bits[index >> 3] >> (index & 7) & 1) != 0;
    }

    /** Values that are a long in canonical form. */
    private abstract static class Integers extends CanonicalColumn {
        private long kept;

        Integers(int id) {
            super(id);
        }

        abstract long value(int row);

        @Override
        void addLengths(long[] lengths, int rows) {
            addLength(lengths, rows, Long.BYTES);
        }

        @Override
        int compareValues(int row, int other) {
            return Long.compare(value(row), value(other));
        }

        @Override
        int compareFirstWithKept() {
            return Long.compare(value(0), kept);
        }

        @Override
        void keepValue(int row) {
            kept = value(row);
        }
    }

    private static final class Ints extends Integers {
        private byte[] values = new byte[0];

        Ints(int id) {
            super(id);
        }

        @Override
        long value(int row) {
            return (int) INT.get(values, row * Integer.BYTES);
        }

        @Override
        long plainHash(int row) {
            return ValueHashes.of(values, row * Integer.BYTES, Integer.BYTES);
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            values = copy(vector.getDataBuffer(), (long) rows * Integer.BYTES, values);
        }

        @Override
        void write(int from, int to, byte[] target, int[] positions) {
            for (int row = from; row < to; row++) {
                if (isPresent(row)) {
                    LONG.set(target, put(target, positions, row, Long.BYTES), value(row));
                }
            }
        }
    }

    private static final class Longs extends Integers {
        private byte[] values = new byte[0];

        Longs(int id) {
            super(id);
        }

        @Override
        long value(int row) {
            return (long) LONG.get(values, row * Long.BYTES);
        }

        @Override
        long plainHash(int row) {
            return ValueHashes.of(values, row * Long.BYTES, Long.BYTES);
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            values = copy(vector.getDataBuffer(), (long) rows * Long.BYTES, values);
        }

        @Override
        void write(int from, int to, byte[] target, int[] positions) {
            for (int row = from; row < to; row++) {
                if (isPresent(row)) {
                    LONG.set(target, put(target, positions, row, Long.BYTES), value(row));
                }
            }
        }
    }

    private static final class Booleans extends CanonicalColumn {
        private byte[] values = new byte[0];
        private boolean kept;

        Booleans(int id) {
            super(id);
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            values = copy(vector.getDataBuffer(), bytesOfBits(rows), values);
        }

        @Override
        void addLengths(long[] lengths, int rows) {
            addLength(lengths, rows, 1);
        }

        @Override
        void write(int from, int to, byte[] target, int[] positions) {
            for (int row = from; row < to; row++) {
                if (isPresent(row)) {
                    target[put(target, positions, row, 1)] = (byte) (bit(values, row) ? 1 : 0);
                }
            }
        }

        @Override
        int compareValues(int row, int other) {
            return Boolean.compare(bit(values, row), bit(values, other));
        }

        @Override
        int compareFirstWithKept() {
            return Boolean.compare(bit(values, 0), kept);
        }

        @Override
        void keepValue(int row) {
            kept = bit(values, row);
        }
    }

    private static final class Bytes extends CanonicalColumn {
        private byte[] offsets = new byte[0];
        private byte[] values = new byte[0];
        private byte[] kept = new byte[0];

        Bytes(int id) {
            super(id);
        }

        @Override
        long plainHash(int row) {
            return ValueHashes.of(values, offset(row), offset(row + 1) - offset(row));
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            offsets = copy(vector.getOffsetBuffer(), (long) (rows + 1) * Integer.BYTES, offsets);
            values = copy(vector.getDataBuffer(), offset(rows), values);
        }

        @Override
        void addLengths(long[] lengths, int rows) {
            for (int row = 0; row < rows; row++) {
                if (isPresent(row)) {
                    lengths[row] += HEADER_BYTES + offset(row + 1) - offset(row);
                }
            }
        }

        @Override
        void write(int from, int to, byte[] target, int[] positions) {
            for (int row = from; row < to; row++) {
                if (isPresent(row)) {
                    int start = offset(row);
                    int length = offset(row + 1) - start;
                    System.arraycopy(values, start, target, put(target, positions, row, length), length);
                }
            }
        }

        @Override
        int compareValues(int row, int other) {
            return Arrays.compareUnsigned(
                    values, offset(row), offset(row + 1), values, offset(other), offset(other + 1));
        }

        @Override
        int compareFirstWithKept() {
            return Arrays.compareUnsigned(values, offset(0), offset(1), kept, 0, kept.length);
        }

        @Override
        void keepValue(int row) {
            kept = Arrays.copyOfRange(values, offset(row), offset(row + 1));
        }

        private int offset(int row) {
            return (int) INT.get(offsets, row * Integer.BYTES);
        }
    }
}
