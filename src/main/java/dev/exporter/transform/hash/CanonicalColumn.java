package dev.exporter.transform.hash;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/**
 * A column of an Arrow batch, value by value in canonical form. A batch's buffers are copied to the heap at once:
 * Arrow checks each access to its own.
 */
abstract class CanonicalColumn {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final int id;
    private boolean anyNull;
    private byte[] validity = new byte[0];

    private CanonicalColumn(int id) {
        this.id = id;
    }

    static CanonicalColumn of(ColumnSpec column) {
        if (column.type() instanceof ColumnType.Decimal) {
            return new Decimals(column.id());
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

    /** Appends the value of a row of the batch, nothing where it is NULL. */
    final void append(int row, CanonicalRow target) {
        if (!anyNull || bit(validity, row)) {
            appendValue(row, target);
        }
    }

    abstract void takeValues(FieldVector vector, int rows);

    abstract void appendValue(int row, CanonicalRow target);

    private static byte[] copy(ArrowBuf from, long count, byte[] reusable) {
        int size = Math.toIntExact(count);
        byte[] target = reusable.length >= size ? reusable : new byte[Math.max(size, reusable.length * 2)];
        from.getBytes(0, target, 0, size);
        return target;
    }

    private static int bytesOfBits(int bits) {
        return (bits + 7) / 8;
    }

    private static boolean bit(byte[] bits, int index) {
        return (bits[index >> 3] >> (index & 7) & 1) != 0;
    }

    private static final class Booleans extends CanonicalColumn {
        private byte[] values = new byte[0];

        Booleans(int id) {
            super(id);
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            values = copy(vector.getDataBuffer(), bytesOfBits(rows), values);
        }

        @Override
        void appendValue(int row, CanonicalRow target) {
            target.putBoolean(id, bit(values, row));
        }
    }

    private static final class Ints extends CanonicalColumn {
        private byte[] values = new byte[0];

        Ints(int id) {
            super(id);
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            values = copy(vector.getDataBuffer(), (long) rows * Integer.BYTES, values);
        }

        @Override
        void appendValue(int row, CanonicalRow target) {
            target.putLong(id, (int) INT.get(values, row * Integer.BYTES));
        }
    }

    private static final class Longs extends CanonicalColumn {
        private byte[] values = new byte[0];

        Longs(int id) {
            super(id);
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            values = copy(vector.getDataBuffer(), (long) rows * Long.BYTES, values);
        }

        @Override
        void appendValue(int row, CanonicalRow target) {
            target.putLong(id, (long) LONG.get(values, row * Long.BYTES));
        }
    }

    /** Arrow's 128-bit decimals are the canonical form already: unscaled, two's complement, little-endian. */
    private static final class Decimals extends CanonicalColumn {
        private static final int WIDTH = 16;

        private byte[] values = new byte[0];

        Decimals(int id) {
            super(id);
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            values = copy(vector.getDataBuffer(), (long) rows * WIDTH, values);
        }

        @Override
        void appendValue(int row, CanonicalRow target) {
            target.putBytes(id, values, row * WIDTH, WIDTH);
        }
    }

    private static final class Bytes extends CanonicalColumn {
        private byte[] offsets = new byte[0];
        private byte[] values = new byte[0];

        Bytes(int id) {
            super(id);
        }

        @Override
        void takeValues(FieldVector vector, int rows) {
            offsets = copy(vector.getOffsetBuffer(), (long) (rows + 1) * Integer.BYTES, offsets);
            values = copy(vector.getDataBuffer(), offset(rows), values);
        }

        @Override
        void appendValue(int row, CanonicalRow target) {
            int from = offset(row);
            target.putBytes(id, values, from, offset(row + 1) - from);
        }

        private int offset(int row) {
            return (int) INT.get(offsets, row * Integer.BYTES);
        }
    }
}
