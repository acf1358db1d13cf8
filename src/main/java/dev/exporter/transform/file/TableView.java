package dev.exporter.transform.file;

import dev.exporter.plan.ColumnSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * A table to be read by SQL.
 *
 * @param columns by whose field ids the files are read
 * @param files Parquet files, all of them and no others; may be none
 */
public record TableView(String name, List<ColumnSpec> columns, List<Path> files) {
    public TableView {
        columns = List.copyOf(columns);
        files = List.copyOf(files);
    }
}
