package dev.exporter.source.value;

import dev.exporter.plan.ColumnType;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.StorageClass;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Copies the values of one column into its vector. A strategy for each column decides both its Arrow type and how its
 * values are copied. One thread at a time.
 */
public abstract sealed class ColumnReader {
    /** The column's number in results; 0 if it is not read and all its values are NULL. */
    private final int position;

    private final SourceTable.Column column;

    private ColumnReader(SourceTable.Column column, int position) {
        this.column = column;
        this.position = position;
    }

    /**
     * The reader of a column.
     *
     * @param position the column's number in results, from 1, or 0 if it is not read
     * @param vector the vector made from {@link #field}
     * @param encoding in which the database stores text
     */
    public static ColumnReader of(SourceTable.Column column, int position, FieldVector vector, Charset encoding) {
        if (vector instanceof BigIntVector longs) {
            return new Longs(column, position, longs);
        }
        if (vector instanceof IntVector ints) {
            return new Ints(column, position, ints);
        }
        return new Bytes(column, position, (BaseVariableWidthVector) vector, ValueRule.of(column.type(), encoding));
    }

    /** The Arrow field of a column. A decimal travels as its canonical text. */
    public static Field field(SourceTable.Column column) {
        ArrowType type = switch (StorageClass.of(column.type())) {
            case INTEGER -> new ArrowType.Int(column.type() == ColumnType.Primitive.INT ? 32 : 64, true);
            case TEXT -> ArrowType.Utf8.INSTANCE;
            case BLOB -> ArrowType.Binary.INSTANCE;
        };
        return Field.nullable(column.name(), type);
    }

    SourceTable.Column column() {
        return column;
    }

    int position() {
        return position;
    }

    public boolean isRead() {
        return position > 0;
    }

    /**
     * Gives the vector new buffers. The old ones may still be in use by whoever got the last batch, so they are released
     * and never written again.
     */
    public abstract void allocate(int rows);

    /**
     * Copies the value of {@code row} to {@code index}; its storage class has been checked.
     *
     * @return the bytes that the value takes beyond the vector's fixed part
     * @throws MisfitException if the value cannot be exported exactly
     */
    public abstract int copy(ResultSet row, int index) throws SQLException, MisfitException;

    /** Accepts a NULL, which stands in a new vector already. */
    final int copiedNull() throws MisfitException {
        if (column.required()) {
            throw new MisfitException(column.name(), "holds NULL where a value is required");
        }
        return 0;
    }

    private abstract static sealed class FixedWidth extends ColumnReader permits Longs, Ints {
        private final BaseFixedWidthVector vector;

        FixedWidth(SourceTable.Column column, int position, BaseFixedWidthVector vector) {
            super(column, position);
            this.vector = vector;
        }

        @Override
        public void allocate(int rows) {
            vector.clear();
            vector.allocateNew(rows);
        }
    }

    private static final class Longs extends FixedWidth {
        private final BigIntVector vector;

        Longs(SourceTable.Column column, int position, BigIntVector vector) {
            super(column, position, vector);
            this.vector = vector;
        }

        @Override
        public int copy(ResultSet row, int index) throws SQLException, MisfitException {
            long value = row.getLong(position());
            // NULL reads as 0; asking only then saves a native call for every other value.
            if (value == 0 && row.wasNull()) {
                return copiedNull();
            }
            vector.set(index, value);
            return 0;
        }
    }

    private static final class Ints extends FixedWidth {
        private final IntVector vector;

        Ints(SourceTable.Column column, int position, IntVector vector) {
            super(column, position, vector);
            this.vector = vector;
        }

        @Override
        public int copy(ResultSet row, int index) throws SQLException, MisfitException {
            long value = row.getLong(position());
            if (value == 0 && row.wasNull()) {
                return copiedNull();
            }
            if (value != (int) value) {
                throw new MisfitException(column().name(), "holds the integer " + value + ", which exceeds 32 bits");
            }
            vector.set(index, (int) value);
            return 0;
        }
    }

    private static final class Bytes extends ColumnReader {
        private static final int FIRST_BYTES_PER_ROW = 32;

        private final BaseVariableWidthVector vector;
        private final ValueRule rule;
        private long bytesExpected;
        private long bytesCopied;

        Bytes(SourceTable.Column column, int position, BaseVariableWidthVector vector, ValueRule rule) {
            super(column, position);
            this.vector = vector;
            this.rule = rule;
        }

        @Override
        public void allocate(int rows) {
            bytesExpected = isRead() ? Math.max(bytesExpected, bytesCopied) : 1;
            if (bytesExpected == 0) {
                bytesExpected = (long) rows * FIRST_BYTES_PER_ROW;
            }
            bytesCopied = 0;
            vector.clear();
            vector.allocateNew(bytesExpected, rows);
        }

        @Override
        public int copy(ResultSet row, int index) throws SQLException, MisfitException {
            byte[] stored = row.getBytes(position());
            if (stored == null) {
                return copiedNull();
            }
            byte[] value = rule.exported(column().name(), stored);
            vector.setSafe(index, value, 0, value.length);
            bytesCopied += value.length;
            return value.length;
        }
    }
}
