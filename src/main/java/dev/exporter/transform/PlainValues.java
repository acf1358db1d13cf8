package dev.exporter.transform;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.transform.hash.LongestRow;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.RowSpan;
import dev.exporter.transform.sql.Sql;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/** A pass over one column. A batch's buffers are copied to the heap at once: Arrow checks each access to its own. */
final class PlainValues {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Session session;
    private final ColumnSpec column;
    private final long batchRows;
    /** Bytes of each value; 0 where each has its own length. */
    private final int width;

    private byte[] validity = new byte[0];
    private byte[] offsets = new byte[0];
    private byte[] values = new byte[0];

    /** @param longest of the rows that the column is of */
    PlainValues(Session session, ColumnSpec column, LongestRow longest) {
        this.session = session;
        this.column = column;
        this.batchRows = longest.batchRows();
        this.width = width(column.type());
    }

    void show(RowSpan rows, ValueVisitor visitor) {
        String query = "SELECT " + Sql.identifier(column.name()) + rows.from();
        try (Statement statement = session.connection().createStatement();
                DuckDBResultSet result = statement.executeQuery(query).unwrap(DuckDBResultSet.class);
                ArrowReader batches = (ArrowReader) result.arrowExportStream(session.allocator(), batchRows)) {
            VectorSchemaRoot batch = batches.getVectorSchemaRoot();
            while (batches.loadNextBatch()) {
                show(batch.getVector(0), batch.getRowCount(), visitor);
            }
        } catch (SQLException | IOException e) {
            throw Failure.of(e, "the values of column " + column.name());
        }
    }

    private void show(FieldVector vector, int rows, ValueVisitor visitor) {
        boolean anyNull = vector.getNullCount() > 0;
        if (anyNull) {
            validity = copy(vector.getValidityBuffer(), (rows + 7) / 8, validity);
        }
        if (width == 0) {
            offsets = copy(vector.getOffsetBuffer(), (long) (rows + 1) * Integer.BYTES, offsets);
            values = copy(vector.getDataBuffer(), offset(rows), values);
        } else {
            values = copy(vector.getDataBuffer(), (long) rows * width, values);
        }
        for (int row = 0; row < rows; row++) {
            if (anyNull && (validity[row >> 3] >> (row & 7) & 1) == 0) {
                continue;
            }
            int from = width == 0 ? offset(row) : row * width;
            visitor.visit(values, from, width == 0 ? offset(row + 1) - from : width);
        }
    }

    private int offset(int row) {
        return (int) INT.get(offsets, row * Integer.BYTES);
    }

    private static int width(ColumnType type) {
        if (type == ColumnType.Primitive.INT) {
            return Integer.BYTES;
        }
        if (type == ColumnType.Primitive.LONG) {
            return Long.BYTES;
        }
        if (type == ColumnType.Primitive.STRING || type == ColumnType.Primitive.BINARY) {
            return 0;
        }
        throw new IllegalArgumentException("values of type " + type + " are not shown as bytes");
    }

    private static byte[] copy(ArrowBuf from, long count, byte[] reusable) {
        int size = Math.toIntExact(count);
        byte[] target = reusable.length >= size ? reusable : new byte[LongestRow.grown(reusable.length, size)];
        from.getBytes(0, target, 0, size);
        return target;
    }
}
