package dev.exporter.verify.file;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.warehouse.table.CommittedFile;
import dev.exporter.warehouse.table.RecordedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table's metadata says of one of its partitions.
 *
 * @param table the table with the columns that it has
 * @param rangeColumn the column that partitions it
 * @param bounds the partition's full bounds
 * @param files as manifests describe them, by their paths
 * @param recorded what inventories say of them, by their names
 * @param recordedHash the content hash that an inventory has for exactly these files
 */
public record PartitionFiles(
        TableSpec table,
        String rangeColumn,
        KeyRange bounds,
        List<CommittedFile> files,
        Map<String, RecordedFile> recorded,
        Optional<ContentHash> recordedHash) {
    public PartitionFiles {
        files = List.copyOf(files);
        recorded = Map.copyOf(recorded);
    }

    /** The rows of all files, by the manifests. */
    public long rows() {
        return files.stream().mapToLong(CommittedFile::rows).sum();
    }

    /** The bytes of all files, by the manifests. */
    public long bytes() {
        return files.stream().mapToLong(CommittedFile::bytes).sum();
    }

    List<Path> paths() {
        return files.stream().map(CommittedFile::path).distinct().toList();
    }
}
