package dev.exporter.warehouse.manifest;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.Type;

/**
 * A published file as it is to be committed.
 *
 * @param path where it lies
 * @param location what metadata records for it
 * @param keyColumn the column that partitions the table
 * @param partition the full bounds of its partition
 * @param rows that it must have
 * @param bytes that it must have
 */
public record PublishedFile(Path path, String location, String keyColumn, KeyRange partition, long rows, long bytes) {
    /**
     * Describes the file by its own footer.
     *
     * @throws ExporterException failed, if it is not there, has another size or number of rows, or lacks field ids
     */
    public DataFile describe(TableMetadata table) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw unfit("is missing");
        }
        if (Files.size(path) != bytes) {
            throw unfit("has " + Files.size(path) + " bytes instead of " + bytes);
        }
        ParquetMetadata footer = footer();
        Metrics metrics = ParquetUtil.footerMetrics(footer, Stream.empty(), config(table, footer));
        if (metrics.recordCount() != rows) {
            throw unfit("has " + metrics.recordCount() + " rows instead of " + rows);
        }
        Set<Integer> ids = new TreeSet<>(metrics.valueCounts().keySet());
        Set<Integer> declared = new TreeSet<>(table.schema().idToName().keySet());
        if (!ids.equals(declared)) {
            throw unfit("has the field ids " + ids + " instead of " + declared);
        }
        refuseKeysOutside(metrics, table.schema().findField(keyColumn));
        List<Long> splits = ParquetUtil.getSplitOffsets(footer);
        PartitionData values = new PartitionData(table.spec().partitionType());
        values.set(0, partition.first());
        return DataFiles.builder(table.spec())
                .withPath(location)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(bytes)
                .withPartition(values)
                .withMetrics(metrics)
                .withSplitOffsets(splits)
                .withSortOrder(table.sortOrder())
                .build();
    }

    /**
     * Which metrics are taken: those that the table asks for, but no bounds of columns that have values without any. Iceberg
     * would take them from the other row groups alone.
     */
    private static MetricsConfig config(TableMetadata table, ParquetMetadata footer) {
        Map<String, String> properties = new HashMap<>(table.properties());
        for (BlockMetaData rowGroup : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
                Type.ID id = chunk.getPrimitiveType().getId();
                String column = id == null ? null : table.schema().findColumnName(id.intValue());
                if (column != null && !isBounded(chunk)) {
                    properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "counts");
                }
            }
        }
        return MetricsConfig.from(properties, table.schema(), table.sortOrder());
    }

    /** DuckDB leaves out the bounds of a row group whose largest text is long and cannot be cut off. */
    private static boolean isBounded(ColumnChunkMetaData chunk) {
        Statistics<?> statistics = chunk.getStatistics();
        return statistics.hasNonNullValue() || statistics.getNumNulls() == chunk.getValueCount();
    }

    /** Iceberg trusts the partition that a file is said to be of; rows of another would be lost to filters. */
    private void refuseKeysOutside(Metrics metrics, Types.NestedField key) {
        ByteBuffer lower = metrics.lowerBounds().get(key.fieldId());
        ByteBuffer upper = metrics.upperBounds().get(key.fieldId());
        if (lower == null || upper == null) {
            throw unfit("has no bounds for the column " + keyColumn);
        }
        long first = Conversions.<Long>fromByteBuffer(key.type(), lower);
        long last = Conversions.<Long>fromByteBuffer(key.type(), upper);
        if (!partition.contains(first) || !partition.contains(last)) {
            throw unfit("has " + keyColumn + " from " + first + " to " + last + ", outside its partition " + partition);
        }
    }

    private ParquetMetadata footer() throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(path), readOptions())) {
            return reader.getFooter();
        } catch (RuntimeException e) { // parquet has no type of its own for a file that is none
            throw ExporterException.failed(
                    "data-file-unfit", "the data file cannot be read as Parquet", path.toString(), remedy(), e);
        }
    }

    /** Without Hadoop's configuration, which would be read from XML for each file. */
    public static ParquetReadOptions readOptions() {
        return ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    }

    private ExporterException unfit(String how) {
        return ExporterException.failed("data-file-unfit", "the data file " + how, path.toString(), remedy(), null);
    }

    private static String remedy() {
        return "Nothing was committed; export the range again with --fresh";
    }
}
