package dev.exporter.transform.sql;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.TableSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** DuckDB's SQL for Parquet files of a table. */
public final class ParquetSql {
    private ParquetSql() {}

    /** COPY of the rows {@code first} to {@code first + rows - 1} of a sorted table to one file, in their order. */
    public static String write(TableSpec table, String name, long first, long rows, Path file, ParquetForm form) {
        String columns =
                Sql.identifiers(table.columns().stream().map(ColumnSpec::name).toList());
        String ids = table.columns().stream()
                .map(column -> Sql.identifier(column.name()) + ": " + column.id())
                .collect(Collectors.joining(", ", "{", "}"));
        return "COPY (SELECT " + columns + " FROM " + Sql.identifier(name) + " WHERE rowid >= " + first
                + " AND rowid < " + (first + rows) + ") TO "
                + Sql.literal(file.toAbsolutePath().toString())
                + " (FORMAT PARQUET, USE_TMP_FILE false, ROW_GROUP_SIZE " + form.rowGroupRows() + ", FIELD_IDS " + ids
                + compression(form.compression()) + metadata(form) + ")";
    }

    /**
     * The rows of data files by the table's columns: matched by field id, as Iceberg does, so a column that a file
     * lacks is NULL. No column is taken from the folder's name.
     */
    public static String read(TableSpec table, List<Path> files) {
        String paths = files.stream()
                .map(file -> Sql.literal(file.toAbsolutePath().toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        String schema = table.columns().stream()
                .map(column -> column.id() + ": {name: " + Sql.literal(column.name()) + ", type: "
                        + Sql.literal(Sql.type(column.type())) + ", default_value: NULL}")
                .collect(Collectors.joining(", ", "MAP {", "}"));
        return "read_parquet(" + paths + ", schema = " + schema + ", hive_partitioning = false)";
    }

    private static String compression(Codec.Compression compression) {
        String name = switch (compression.codec()) {
            case ZSTD -> "ZSTD";
            case SNAPPY -> "SNAPPY";
            case GZIP -> "GZIP";
            case LZ4 -> "LZ4_RAW";
            case BROTLI -> "BROTLI";
            case NONE -> "UNCOMPRESSED";
        };
        if (!compression.codec().hasLevel()) {
            return ", COMPRESSION " + name;
        }
        return ", COMPRESSION " + name + ", COMPRESSION_LEVEL "
                + compression.level().orElse(ParquetForm.DEFAULT_ZSTD_LEVEL);
    }

    private static String metadata(ParquetForm form) {
        if (form.metadata().isEmpty()) {
            return "";
        }
        return new TreeMap<>(form.metadata())
                .entrySet().stream()
                        .map(entry -> Sql.identifier(entry.getKey()) + ": " + Sql.literal(entry.getValue()))
                        .collect(Collectors.joining(", ", ", KV_METADATA {", "}"));
    }
}
