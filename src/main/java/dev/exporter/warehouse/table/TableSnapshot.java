package dev.exporter.warehouse.table;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a table that is retained, by what its summary says.
 *
 * @param operation Iceberg's word: {@code append}, {@code overwrite}, {@code replace} or {@code delete}
 * @param run that committed it; empty where another program did
 * @param range of whole partitions that the run was for; empty where it is none of an export
 * @param requestedRange as it was asked for; empty likewise
 * @param upkeep what upkeep it is of, which changed no row; empty where it is of none
 * @param totals of the table as of this snapshot
 */
public record TableSnapshot(
        long id,
        Instant at,
        String operation,
        Optional<String> run,
        Optional<String> range,
        Optional<String> requestedRange,
        Optional<String> upkeep,
        Amounts added,
        Amounts removed,
        Amounts totals) {
    /** Numbers of rows, files and bytes; 0 where a summary does not tell. */
    public record Amounts(long rows, long files, long bytes) {
        private static Amounts of(Map<String, String> summary, String rows, String files, String bytes) {
            return new Amounts(number(summary, rows), number(summary, files), number(summary, bytes));
        }

        private static long number(Map<String, String> summary, String name) {
            @Nullable String text = summary.get(name);
            return text == null ? 0 : Long.parseLong(text);
        }
    }

    static TableSnapshot of(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary();
        return new TableSnapshot(
                snapshot.snapshotId(),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                snapshot.operation(),
                Optional.ofNullable(summary.get(RunProperties.RUN_ID)),
                Optional.ofNullable(summary.get(RunProperties.RANGE)),
                Optional.ofNullable(summary.get(RunProperties.REQUESTED_RANGE)),
                Optional.ofNullable(summary.get(RunProperties.UPKEEP)),
                Amounts.of(
                        summary,
                        SnapshotSummary.ADDED_RECORDS_PROP,
                        SnapshotSummary.ADDED_FILES_PROP,
                        SnapshotSummary.ADDED_FILE_SIZE_PROP),
                Amounts.of(
                        summary,
                        SnapshotSummary.DELETED_RECORDS_PROP,
                        SnapshotSummary.DELETED_FILES_PROP,
                        SnapshotSummary.REMOVED_FILE_SIZE_PROP),
                Amounts.of(
                        summary,
                        SnapshotSummary.TOTAL_RECORDS_PROP,
                        SnapshotSummary.TOTAL_DATA_FILES_PROP,
                        SnapshotSummary.TOTAL_FILE_SIZE_PROP));
    }
}
