package dev.exporter.warehouse.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Everything that the manifests of a current snapshot say of its live data files. */
public final class DescribedFiles {
    private final FileIO io;

    public DescribedFiles(FileIO io) {
        this.io = io;
    }

    /**
     * A live data file.
     *
     * @param columns by field id
     */
    public record Described(LiveFile file, Map<Integer, Column> columns) {}

    /** What is said of a column; bounds as Long, Boolean, BigInteger or byte array. */
    public record Column(
            @Nullable Long values,
            @Nullable Long nulls,
            @Nullable Object lower,
            @Nullable Object upper) {}

    /** All live files, in no particular order; one that manifests name twice is there twice. */
    public List<Described> all(TableMetadata metadata) {
        List<Described> files = new ArrayList<>();
        if (metadata.currentSnapshot() == null) {
            return files;
        }
        for (ManifestFile manifest : metadata.currentSnapshot().dataManifests(io)) {
            try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, io, metadata.specsById())) {
                for (DataFile file : reader) {
                    files.add(described(file, metadata.schema()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static Described described(DataFile file, Schema schema) {
        LiveFile live = new LiveFile(
                file.location(), file.partition().get(0, Long.class), file.recordCount(), file.fileSizeInBytes());
        Map<Integer, Column> columns = new HashMap<>();
        for (Types.NestedField field : schema.columns()) {
            int id = field.fieldId();
            columns.put(
                    id,
                    new Column(
                            at(file.valueCounts(), id),
                            at(file.nullValueCounts(), id),
                            value(field, at(file.lowerBounds(), id)),
                            value(field, at(file.upperBounds(), id))));
        }
        return new Described(live, columns);
    }

    private static <T> @Nullable T at(@Nullable Map<Integer, T> byId, int id) {
        return byId == null ? null : byId.get(id);
    }

    private static @Nullable Object value(Types.NestedField field, @Nullable ByteBuffer bound) {
        if (bound == null) {
            return null;
        }
        Object value = Conversions.fromByteBuffer(field.type(), bound);
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.unscaledValue();
        }
        if (value instanceof CharSequence text) {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value;
    }
}
