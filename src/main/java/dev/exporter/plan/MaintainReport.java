package dev.exporter.plan;

import java.time.Duration;
import java.util.List;

/**
 * What maintenance has done, or would do.
 *
 * @param bytesBefore of all files in the tables' folders
 * @param bytesAfter likewise; as before where nothing was done
 * @param orphans files that are not needed
 * @param interrupted maintenance that was killed, and is cleared away
 * @param notes for people: what was left as it is, and why
 */
public record MaintainReport(
        boolean isDryRun,
        List<Table> tables,
        Orphans orphans,
        int interrupted,
        long bytesBefore,
        long bytesAfter,
        List<String> notes,
        Duration elapsed) {
    public MaintainReport {
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    /**
     * A table's share.
     *
     * @param compactedPartitions those whose files are, or would be, rewritten
     * @param files of the table
     * @param compacted the files of those partitions
     * @param compactedBytes of these files before
     * @param expiredFiles that no retained snapshot names any more
     */
    public record Table(
            String name,
            int compactedPartitions,
            Change files,
            Change compacted,
            long compactedBytes,
            Change snapshots,
            Change manifests,
            int expiredFiles,
            long expiredBytes) {}

    /** A number as it was and as it is, or would be. */
    public record Change(int before, int after) {}

    /**
     * Files that nothing names.
     *
     * @param files that were removed, or would be
     * @param bytes of these
     * @param waiting files that are too young to be removed
     * @param waitingBytes of these
     */
    public record Orphans(int files, long bytes, int waiting, long waitingBytes) {}
}
