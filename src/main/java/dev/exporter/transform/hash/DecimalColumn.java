package dev.exporter.transform.hash;

import org.apache.arrow.vector.FieldVector;

/** Arrow's 128-bit decimals are the canonical form already: unscaled, two's complement, little-endian. */
final class DecimalColumn extends CanonicalColumn {
    private static final int WIDTH = 2 * Long.BYTES;

    private byte[] values = new byte[0];
    private long keptHigh;
    private long keptLow;

    DecimalColumn(int id) {
        super(id);
    }

    @Override
    void takeValues(FieldVector vector, int rows) {
        values = copy(vector.getDataBuffer(), (long) rows * WIDTH, values);
    }

    @Override
    void addLengths(long[] lengths, int rows) {
        addLength(lengths, rows, WIDTH);
    }

    @Override
    void write(int from, int to, byte[] target, int[] positions) {
        for (int row = from; row < to; row++) {
            if (isPresent(row)) {
                int at = put(target, positions, row, WIDTH);
                LONG.set(target, at, low(row));
                LONG.set(target, at + Long.BYTES, high(row));
            }
        }
    }

    @Override
    int compareValues(int row, int other) {
        return compare(high(row), low(row), high(other), low(other));
    }

    @Override
    int compareFirstWithKept() {
        return compare(high(0), low(0), keptHigh, keptLow);
    }

    @Override
    void keepValue(int row) {
        keptHigh = high(row);
        keptLow = low(row);
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh ? Long.compare(high, otherHigh) : Long.compareUnsigned(low, otherLow);
    }

    private long low(int row) {
        return (long) LONG.get(values, row * WIDTH);
    }

    private long high(int row) {
        return (long) LONG.get(values, row * WIDTH + Long.BYTES);
    }
}
