package dev.exporter.source.page;

import dev.exporter.plan.SourceTable;
import dev.exporter.sqlite.table.TableScan;
import dev.exporter.sqlite.table.ValueKind;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.jspecify.annotations.Nullable;

/** A column of integers. */
abstract sealed class IntegerColumn extends PageColumn {
    final int position;
    private final boolean required;
    private final int width;

    private @Nullable Validity validity;
    private @Nullable ArrowBuf values;
    /** Of {@link #values}, which has room for each row of a batch. */
    long address;

    private IntegerColumn(SourceTable.Column column, int position, int width) {
        this.position = position;
        this.required = column.required();
        this.width = width;
    }

    @Override
    public final void begin(BufferAllocator allocator, int rows) {
        discard();
        validity = new Validity(allocator, rows);
        values = allocator.buffer((long) rows * width);
        address = values.memoryAddress();
    }

    @Override
    public final int copy(TableScan scan, int index) {
        ValueKind kind = scan.kind(position);
        if (kind == ValueKind.INTEGER) {
            return put(scan.integer(position), index);
        }
        if (kind == ValueKind.NULL && !required) {
            begun(validity).setNull(index);
            return 0;
        }
        return ODD;
    }

    /** Writes a value; {@link #ODD} if it is too large. */
    abstract int put(long value, int index);

    abstract long value(FieldVector row);

    @Override
    public final int replace(FieldVector row, int index) {
        if (row.isNull(0)) {
            begun(validity).setNull(index);
        } else {
            put(value(row), index);
        }
        return 0;
    }

    @Override
    public final void undo(int index) {
        begun(validity).setPresent(index);
    }

    @Override
    public final void finish(FieldVector target, int rows) {
        Validity present = begun(validity);
        target.loadFieldBuffers(present.node(rows), List.of(present.buffer(), begun(values)));
        discard();
    }

    @Override
    public final void discard() {
        if (validity != null) {
            validity.close();
            validity = null;
        }
        if (values != null) {
            values.close();
            values = null;
        }
    }

    static final class Longs extends IntegerColumn {
        Longs(SourceTable.Column column, int position) {
            super(column, position, Long.BYTES);
        }

        @Override
        int put(long value, int index) {
            MemoryUtil.putLong(address + (long) index * Long.BYTES, value);
            return 0;
        }

        @Override
        long value(FieldVector row) {
            return ((BigIntVector) row).get(0);
        }
    }

    static final class Ints extends IntegerColumn {
        Ints(SourceTable.Column column, int position) {
            super(column, position, Integer.BYTES);
        }

        @Override
        int put(long value, int index) {
            if (value != (int) value) {
                return ODD;
            }
            MemoryUtil.putInt(address + (long) index * Integer.BYTES, (int) value);
            return 0;
        }

        @Override
        long value(FieldVector row) {
            return ((IntVector) row).get(0);
        }
    }
}
