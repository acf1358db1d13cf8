package dev.exporter.source.page;

import dev.exporter.sqlite.table.TableScan;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedWidthVector;
import org.apache.arrow.vector.VariableWidthVector;

/** A column that is not read: NULL in all rows. */
final class AbsentColumn extends PageColumn {
    @Override
    public void begin(BufferAllocator allocator, int rows) {}

    @Override
    public int copy(TableScan scan, int index) {
        return 0;
    }

    @Override
    public int replace(FieldVector row, int index) {
        return 0;
    }

    @Override
    public void undo(int index) {}

    @Override
    public void finish(FieldVector target, int rows) {
        target.clear();
        if (target instanceof FixedWidthVector fixed) {
            fixed.allocateNew(rows);
        } else {
            ((VariableWidthVector) target).allocateNew(1, rows);
        }
    }

    @Override
    public void discard() {}
}
