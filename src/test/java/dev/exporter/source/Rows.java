package dev.exporter.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Collects what readers give, each value as {@link #shown} shows it. */
final class Rows {
    private Rows() {}

    /** Makes a reader with the allocator that it is given. */
    interface Reading {
        SourceReader with(BufferAllocator allocator);
    }

    /** All rows, checking that a closed reader leaves no buffer behind. */
    static List<List<String>> of(Reading reading) {
        List<List<String>> rows = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                SourceReader reader = reading.with(allocator)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                for (int row = 0; row < root.getRowCount(); row++) {
                    List<String> values = new ArrayList<>();
                    for (FieldVector vector : root.getFieldVectors()) {
                        values.add(shown(vector.getObject(row)));
                    }
                    rows.add(values);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** The values of one column. */
    static List<String> column(int index, Reading reading) {
        return of(reading).stream().map(row -> row.get(index)).toList();
    }

    /** The number of rows in each batch. */
    static List<Integer> batches(Reading reading) {
        List<Integer> counts = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                SourceReader reader = reading.with(allocator)) {
            while (reader.loadNextBatch()) {
                counts.add(reader.getVectorSchemaRoot().getRowCount());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counts;
    }

    static String shown(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return value instanceof byte[] bytes ? "x" + HexFormat.of().formatHex(bytes) : value.toString();
    }
}
