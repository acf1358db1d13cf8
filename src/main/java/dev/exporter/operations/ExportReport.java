package dev.exporter.operations;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an export ended, whatever its outcome.
 *
 * @param runId the run's id; empty where it was refused before it had one
 * @param resumed whether an interrupted run was continued
 * @param requestedRange as asked for, {@code latest} kept
 * @param range with its end frozen; empty where the export was refused before that was known
 * @param aligned the whole partitions around {@code range}
 * @param tables in the order of their commits; empty unless the export is done
 * @param error what went wrong; empty where nothing did
 * @param resumable whether the same command with {@code --resume} can go on
 */
public record ExportReport(
        ExitCode exitCode,
        Optional<String> runId,
        boolean resumed,
        String dataset,
        String requestedRange,
        Optional<KeyRange> range,
        Optional<KeyRange> aligned,
        List<Table> tables,
        List<String> warnings,
        Optional<Problem> error,
        boolean resumable,
        Duration elapsed) {
    public ExportReport {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }

    /** The same of a process that ended with another exit code, as one does whose last export was done before a signal came. */
    public ExportReport withExitCode(ExitCode other) {
        return new ExportReport(
                other,
                runId,
                resumed,
                dataset,
                requestedRange,
                range,
                aligned,
                tables,
                warnings,
                error,
                resumable,
                elapsed);
    }

    /**
     * A table's share of an export.
     *
     * @param rows in the files that the run wrote
     * @param files that the run wrote
     * @param bytes of these files
     * @param snapshotId the snapshot that the run committed
     * @param replacedFiles files that the snapshot no longer holds
     * @param keptPartitions partitions of the range whose content was unchanged, so that their files were kept
     */
    public record Table(
            String name, long rows, int files, long bytes, long snapshotId, int replacedFiles, int keptPartitions) {}
}
