package dev.exporter.endtoend;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Files;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** A table's rows as Iceberg's own generic reader gives them: by field ids, whatever its files were written as. */
final class IcebergRows {
    private IcebergRows() {}

    /** All rows, sorted, as {@link RowTexts} writes them. */
    static List<String> of(Table table) throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                try (CloseableIterable<Record> records = records(table, task)) {
                    for (Record row : records) {
                        rows.add(text(table, row));
                    }
                }
            }
        }
        rows.sort(null);
        return rows;
    }

    private static CloseableIterable<Record> records(Table table, FileScanTask task) {
        File file = new File(URI.create(task.file().location()));
        return Parquet.read(Files.localInput(file))
                .project(table.schema())
                .createReaderFunc(written -> GenericParquetReaders.buildReader(table.schema(), written))
                .build();
    }

    private static String text(Table table, Record row) throws SQLException {
        TreeMap<String, String> texts = new TreeMap<>();
        for (Types.NestedField field : table.schema().columns()) {
            texts.put(field.name(), RowTexts.text(field.name(), plain(row.getField(field.name()))));
        }
        return texts.toString();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value;
    }
}
