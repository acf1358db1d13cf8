package dev.exporter.plan.tables;

import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All of a table but its rows.
 *
 * @param columns in the table's order
 * @param sort the columns of its sort order
 * @param scope what the table means: the options that it was made with
 * @param compression of its files
 * @param partitions that have rows, ascending
 * @param snapshots that are retained, newest first
 */
public record TableDetail(
        TableSummary summary,
        List<Column> columns,
        List<String> sort,
        Map<String, String> scope,
        String compression,
        List<Partition> partitions,
        List<Snapshot> snapshots) {
    public TableDetail {
        columns = List.copyOf(columns);
        sort = List.copyOf(sort);
        partitions = List.copyOf(partitions);
        snapshots = List.copyOf(snapshots);
    }

    /** @param type by Iceberg's name */
    public record Column(int id, String name, String type, boolean required) {}

    /** @param files ascending by name */
    public record Partition(KeyRange bounds, List<DataFile> files) {
        public Partition {
            files = List.copyOf(files);
        }

        public long rows() {
            return files.stream().mapToLong(DataFile::rows).sum();
        }

        public long bytes() {
            return files.stream().mapToLong(DataFile::bytes).sum();
        }
    }

    /**
     * A live data file.
     *
     * @param run that wrote it; empty where another program did
     */
    public record DataFile(String name, Path path, KeyRange partition, long rows, long bytes, Optional<String> run) {}

    /**
     * A snapshot.
     *
     * @param operation Iceberg's word: {@code append}, {@code overwrite}, {@code replace} or {@code delete}
     * @param run that committed it; empty where another program did
     * @param requestedRange that the run was asked for; empty where it was no export
     * @param upkeep what upkeep it is of, which changed no row; empty where it is of none
     * @param totals of the table as of this snapshot
     */
    public record Snapshot(
            long id,
            Instant at,
            boolean isCurrent,
            String operation,
            Optional<String> run,
            Optional<String> requestedRange,
            Optional<String> upkeep,
            Amounts added,
            Amounts removed,
            Amounts totals) {}

    public record Amounts(long rows, long files, long bytes) {}
}
