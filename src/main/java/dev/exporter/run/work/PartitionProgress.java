package dev.exporter.run.work;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.SourceCount;
import dev.exporter.run.load.OldRowCount;
import dev.exporter.run.planning.Json;
import dev.exporter.run.repository.Done;
import dev.exporter.staging.StagedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * How far a partition has got: the checkpoint that stands in its step's execution context.
 *
 * @param attempt counts the times that the run began the partition anew, from 1
 * @param tables what was read for each table, in the order in which their files are written
 * @param count of the source when it was read; null where an earlier version read it
 * @param prepared how long it took until the first file could be written; null where an earlier version read it
 */
public record PartitionProgress(
        int attempt,
        List<TableProgress> tables,
        @Nullable SourceCount count,
        @Nullable Prepared prepared) {
    static final String KEY = "exporter.progress";
    private static final TypeReference<PartitionProgress> TYPE = new TypeReference<>() {};

    public PartitionProgress {
        tables = List.copyOf(tables);
    }

    /**
     * The times before the first file.
     *
     * @param readMillis of the source; 0 where the rows were read with their wave
     * @param sortMillis to join, sort and hash them
     */
    public record Prepared(long readMillis, long sortMillis) {}

    /**
     * A table's part of a partition.
     *
     * @param hash of all rows of the partition
     * @param kept whether the warehouse already has exactly these rows, so that nothing is written
     * @param files complete in staging, in the order of their rows
     * @param lastKey the sort key of the last row in {@code files}, for people; empty before the first file
     * @param oldRows what became of rows that the table held and the source did not
     * @param gained the hash of the rows that are written, where they are only those that the warehouse does not hold
     *     yet; null where all are
     */
    public record TableProgress(
            String table,
            ContentHash hash,
            boolean kept,
            List<FileRecord> files,
            String lastKey,
            OldRowCount oldRows,
            @Nullable ContentHash gained) {
        public TableProgress {
            files = List.copyOf(files);
        }

        public long rowsWritten() {
            return files.stream().mapToLong(FileRecord::rows).sum();
        }

        long bytesWritten() {
            return files.stream().mapToLong(FileRecord::bytes).sum();
        }

        // A public method of such a name is a property to Jackson.
        @JsonIgnore
        public boolean isComplete() {
            return kept || rowsWritten() == rows();
        }

        /** How many rows the files together must hold, unless the table is kept. */
        public long rows() {
            return gained == null ? hash.rows() : gained.rows();
        }

        /** Whether the files of the plan stay beside those that are written. */
        @JsonIgnore
        public boolean isAppended() {
            return gained != null && !kept;
        }

        private TableProgress plus(FileRecord file, String key) {
            List<FileRecord> more = new ArrayList<>(files);
            more.add(file);
            return new TableProgress(table, hash, kept, more, key, oldRows, gained);
        }
    }

    /**
     * A file that is complete in staging.
     *
     * @param millis it took to write; 0 where an earlier version wrote it
     */
    public record FileRecord(DataFileName name, long rows, long bytes, String sha256, long millis) {
        static FileRecord of(StagedFile file, Duration writing) {
            return new FileRecord(file.name(), file.rows(), file.bytes(), file.sha256(), writing.toMillis());
        }

        public StagedFile in(Path folder) {
            return new StagedFile(name, folder.resolve(name.toString()), rows, bytes, sha256);
        }
    }

    /** The checkpoint in {@code context}; empty where the partition was not read yet. */
    public static Optional<PartitionProgress> from(ExecutionContext context) {
        return context.containsKey(KEY) ? Optional.of(Json.read(context.getString(KEY), TYPE)) : Optional.empty();
    }

    /** Puts the checkpoint into {@code context}, with rows and bytes so far beside it for whoever lists executions. */
    public void into(ExecutionContext context) {
        context.putString(KEY, Json.text(this));
        Done done = done();
        context.putLong("rows", done.rows());
        context.putLong("bytes", done.bytes());
        context.putInt("attempt", attempt);
    }

    /** What is written so far, of all tables. */
    Done done() {
        return new Done(
                tables.stream().mapToLong(TableProgress::rowsWritten).sum(),
                tables.stream().mapToInt(table -> table.files().size()).sum(),
                tables.stream().mapToLong(TableProgress::bytesWritten).sum());
    }

    /** Whether the same rows were read: equal counts and content hashes of every table. */
    boolean hasSameContentAs(PartitionProgress other) {
        return hashes().equals(other.hashes());
    }

    private List<String> hashes() {
        return tables.stream()
                .map(table -> table.table() + " " + table.hash() + " " + table.gained())
                .toList();
    }

    PartitionProgress asAttempt(int number) {
        return new PartitionProgress(number, tables, count, prepared);
    }

    /** The same files after the partition was read once more. */
    PartitionProgress readAgain(@Nullable Prepared again) {
        return new PartitionProgress(attempt, tables, count, again);
    }

    /** @param writing how long it took to write the file */
    PartitionProgress plus(StagedFile file, String lastKey, Duration writing) {
        return new PartitionProgress(
                attempt,
                tables.stream()
                        .map(table -> table.table().equals(file.name().table())
                                ? table.plus(FileRecord.of(file, writing), lastKey)
                                : table)
                        .toList(),
                count,
                prepared);
    }

    /** The rows that are still to be written, of all tables. */
    long rowsToWrite() {
        return tables.stream()
                .filter(table -> !table.kept())
                .mapToLong(table -> table.rows() - table.rowsWritten())
                .sum();
    }

    /** The first table that still lacks files; empty when all are complete. */
    public Optional<TableProgress> next() {
        return tables.stream().filter(table -> !table.isComplete()).findFirst();
    }

    public TableProgress table(String name) {
        return tables.stream()
                .filter(table -> table.table().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the checkpoint has no table " + name));
    }
}
