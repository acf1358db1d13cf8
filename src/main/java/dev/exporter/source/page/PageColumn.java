package dev.exporter.source.page;

import dev.exporter.plan.ColumnType;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.StorageClass;
import dev.exporter.sqlite.table.TableScan;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Copies the values of one column from pages into the buffers of a batch: as long as each is what it should be, without
 * an object. A strategy for each type. One thread at a time.
 *
 * <p>For each batch {@link #begin}, {@link #copy} and its kin, {@link #finish}; {@link #discard} at the end.
 */
public abstract sealed class PageColumn permits AbsentColumn, IntegerColumn, BytesColumn {
    /** What {@link #copy} returns for a value that is to be looked at by SQLite. */
    public static final int ODD = -1;

    PageColumn() {}

    /**
     * The way of a column's values.
     *
     * @param position of the column in scans; -1 if it is not read and all its values are NULL
     */
    public static PageColumn of(SourceTable.Column column, int position) {
        if (position < 0) {
            return new AbsentColumn();
        }
        if (StorageClass.of(column.type()) == StorageClass.INTEGER) {
            return column.type() == ColumnType.Primitive.INT
                    ? new IntegerColumn.Ints(column, position)
                    : new IntegerColumn.Longs(column, position);
        }
        return new BytesColumn(column, position);
    }

    /** What {@link #begin} has made. */
    static <T> T begun(@Nullable T made) {
        return Objects.requireNonNull(made, "no batch was begun");
    }

    /** Takes new buffers for a batch of {@code rows}. */
    public abstract void begin(BufferAllocator allocator, int rows);

    /**
     * Copies the value of a scan's row to {@code index}, one more than the last.
     *
     * @return the bytes that the value takes beyond the vector's fixed part, or {@link #ODD}
     */
    public abstract int copy(TableScan scan, int index);

    /**
     * Copies the only value of {@code row}, which SQLite has read, to {@code index}, after {@link #undo}.
     *
     * @return the bytes that the value takes beyond the vector's fixed part
     */
    public abstract int replace(FieldVector row, int index);

    /** Forgets what may have been copied to {@code index}, the last one. */
    public abstract void undo(int index);

    /** Gives the buffers to {@code target}, made for the column, with the first {@code rows} values. */
    public abstract void finish(FieldVector target, int rows);

    /** Releases the buffers that were not given away. */
    public abstract void discard();
}
