package dev.exporter.source.page;

import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.StorageClass;
import dev.exporter.source.value.PlainBytes;
import dev.exporter.sqlite.table.TableScan;
import dev.exporter.sqlite.table.ValueKind;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A column of TEXT or BLOB values. */
final class BytesColumn extends PageColumn {
    private static final int FIRST_BYTES_PER_ROW = 32;
    /** What Arrow's offsets can tell. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private final int position;
    private final boolean required;
    private final ValueKind kind;
    private final PlainBytes rule;

    private @Nullable BufferAllocator allocator;
    private @Nullable Validity validity;
    private @Nullable ArrowBuf offsets;
    private @Nullable ArrowBuf values;
    private long offsetsAddress;
    private long valuesAddress;
    /** How many bytes {@link #values} can hold, and how many it does. */
    private long capacity;

    private long end;
    /** The most that a batch has had so far. */
    private long expected;

    BytesColumn(SourceTable.Column column, int position) {
        this.position = position;
        this.required = column.required();
        this.kind = StorageClass.of(column.type()) == StorageClass.BLOB ? ValueKind.BLOB : ValueKind.TEXT;
        this.rule = PlainBytes.of(column.type());
    }

    @Override
    public void begin(BufferAllocator from, int rows) {
        discard();
        allocator = from;
        validity = new Validity(from, rows);
        offsets = from.buffer((rows + 1L) * Integer.BYTES);
        offsetsAddress = offsets.memoryAddress();
        MemoryUtil.putInt(offsetsAddress, 0);
        expected = Math.max(expected, end);
        values = from.buffer(expected == 0 ? (long) rows * FIRST_BYTES_PER_ROW : expected);
        valuesAddress = values.memoryAddress();
        capacity = values.capacity();
        end = 0;
    }

    @Override
    public int copy(TableScan scan, int index) {
        ValueKind found = scan.kind(position);
        if (found == kind) {
            byte[] data = scan.data();
            int start = scan.start(position);
            int length = scan.length(position);
            return found == ValueKind.BLOB || rule.isPlain(data, start, length) ? put(data, start, length, index) : ODD;
        }
        if (found == ValueKind.NULL && !required) {
            putNull(index);
            return 0;
        }
        return ODD;
    }

    private int put(byte[] data, int start, int length, int index) {
        long next = end + length;
        if (next > capacity) {
            grow(next);
        }
        OffHeap.copy(data, start, valuesAddress + end, length);
        end = next;
        MemoryUtil.putInt(offsetsAddress + (index + 1L) * Integer.BYTES, (int) next);
        return length;
    }

    private void putNull(int index) {
        begun(validity).setNull(index);
        MemoryUtil.putInt(offsetsAddress + (index + 1L) * Integer.BYTES, (int) end);
    }

    private void grow(long needed) {
        if (needed > MOST_BYTES) {
            throw new IllegalArgumentException("a batch of " + needed + " bytes cannot be addressed");
        }
        ArrowBuf old = begun(values);
        ArrowBuf larger = begun(allocator).buffer(Math.min(MOST_BYTES, Math.max(needed, 2 * capacity)));
        MemoryUtil.copyMemory(valuesAddress, larger.memoryAddress(), end);
        values = larger;
        valuesAddress = larger.memoryAddress();
        capacity = larger.capacity();
        old.close();
    }

    @Override
    public int replace(FieldVector row, int index) {
        if (row.isNull(0)) {
            putNull(index);
            return 0;
        }
        byte[] value = BaseVariableWidthVector.get(row.getDataBuffer(), row.getOffsetBuffer(), 0);
        return put(value, 0, value.length, index);
    }

    @Override
    public void undo(int index) {
        begun(validity).setPresent(index);
        end = MemoryUtil.getInt(offsetsAddress + (long) index * Integer.BYTES);
    }

    @Override
    public void finish(FieldVector target, int rows) {
        Validity present = begun(validity);
        target.loadFieldBuffers(present.node(rows), List.of(present.buffer(), begun(offsets), begun(values)));
        discard();
    }

    @Override
    public void discard() {
        if (validity != null) {
            validity.close();
            validity = null;
        }
        if (offsets != null) {
            offsets.close();
            offsets = null;
        }
        if (values != null) {
            values.close();
            values = null;
        }
    }
}
