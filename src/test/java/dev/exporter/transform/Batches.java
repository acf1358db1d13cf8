package dev.exporter.transform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Gives rows of Java values as Arrow batches, in buffers that it reuses, and fails in the end where it is told to. */
final class Batches extends ArrowReader {
    private final Schema schema;
    private final Iterator<List<@Nullable Object[]>> batches;
    private Optional<Throwable> failure = Optional.empty();

    private Batches(BufferAllocator allocator, Schema schema, Iterator<List<@Nullable Object[]>> batches) {
        super(allocator);
        this.schema = schema;
        this.batches = batches;
    }

    /** @param columns as {@code "name long"}; long, int, string or binary */
    static Batches of(BufferAllocator allocator, List<String> columns, Iterator<List<@Nullable Object[]>> batches) {
        List<Field> fields = columns.stream()
                .map(column -> column.split(" "))
                .map(parts -> Field.nullable(parts[0], type(parts[1])))
                .toList();
        return new Batches(allocator, new Schema(fields), batches);
    }

    Batches failingAtTheEndWith(Throwable thrown) {
        failure = Optional.of(thrown);
        return this;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        if (!batches.hasNext()) {
            if (failure.isPresent() && failure.get() instanceof IOException e) {
                throw e;
            }
            if (failure.isPresent()) {
                throw (RuntimeException) failure.get();
            }
            return false;
        }
        prepareLoadNextBatch();
        List<@Nullable Object[]> rows = batches.next();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).length; column++) {
                set(getVectorSchemaRoot().getVector(column), row, rows.get(row)[column]);
            }
        }
        getVectorSchemaRoot().setRowCount(rows.size());
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
        return schema;
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
        } else if (vector instanceof BigIntVector longs) {
            longs.setSafe(row, (long) value);
        } else if (vector instanceof IntVector ints) {
            ints.setSafe(row, (int) value);
        } else if (vector instanceof VarCharVector texts) {
            texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        } else {
            ((VarBinaryVector) vector).setSafe(row, (byte[]) value);
        }
    }

    private static ArrowType type(String name) {
        return switch (name) {
            case "long" -> new ArrowType.Int(64, true);
            case "int" -> new ArrowType.Int(32, true);
            case "string" -> new ArrowType.Utf8();
            case "binary" -> new ArrowType.Binary();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
