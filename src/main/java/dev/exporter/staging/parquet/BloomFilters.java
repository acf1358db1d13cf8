package dev.exporter.staging.parquet;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ExporterException;
import dev.exporter.transform.SortedTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;

/**
 * Adds to a Parquet file the bloom filters that its table asks for. DuckDB makes one for a column only where it writes
 * a dictionary, which it does not for ids.
 */
public final class BloomFilters {
    private final FileChannel file;
    private final SortedTable table;
    private long end;

    private BloomFilters(FileChannel file, SortedTable table, long end) {
        this.file = file;
        this.table = table;
        this.end = end;
    }

    /**
     * Adds a filter for each row group to each column of {@code table} that is to have one and has none. The filters
     * take the footer's place, and the footer with their positions comes after them; nothing else changes. Nothing is
     * forced to disk; on failure, the file may be without a footer.
     *
     * @param path a complete file that holds rows of {@code table}, in their order
     * @param first the position in the table of the file's first row
     * @throws ExporterException failed, where the memory does not suffice to read the rows
     */
    public static void addTo(Path path, SortedTable table, long first) throws IOException {
        Map<List<String>, ColumnSpec> columns = table.table().columns().stream()
                .filter(ColumnSpec::bloom)
                .collect(Collectors.toMap(column -> List.of(column.name()), Function.identity()));
        if (columns.isEmpty()) {
            return;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Footer footer = Footer.read(file);
            BloomFilters filters = new BloomFilters(file, table, footer.start());
            long position = first;
            for (RowGroup group : footer.metadata().getRow_groups()) {
                filters.add(group, position, columns);
                position += group.getNum_rows();
            }
            footer.write(file, filters.end);
        }
    }

    private void add(RowGroup group, long first, Map<List<String>, ColumnSpec> columns) throws IOException {
        for (ColumnChunk chunk : group.getColumns()) {
            ColumnMetaData metadata = chunk.getMeta_data();
            ColumnSpec column = columns.get(metadata.getPath_in_schema());
            if (column != null && !metadata.isSetBloom_filter_offset()) {
                BloomBits bits = new BloomBits(group.getNum_rows());
                table.hashes(column, first, group.getNum_rows(), bits);
                byte[] filter = withHeader(bits.folded());
                Footer.write(file, end, filter);
                metadata.setBloom_filter_offset(end);
                metadata.setBloom_filter_length(filter.length);
                end += filter.length;
            }
        }
    }

    private static byte[] withHeader(byte[] bits) throws IOException {
        BloomFilterHeader header = new BloomFilterHeader(
                bits.length,
                BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
                BloomFilterHash.XXHASH(new XxHash()),
                BloomFilterCompression.UNCOMPRESSED(new Uncompressed()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writeBloomFilterHeader(header, bytes);
        bytes.writeBytes(bits);
        return bytes.toByteArray();
    }
}
