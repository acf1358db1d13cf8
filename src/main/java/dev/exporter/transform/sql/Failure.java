package dev.exporter.transform.sql;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import java.util.Locale;

/** Turns DuckDB's errors into sentences that say what to do. The driver gives no codes for them, only texts. */
public final class Failure {
    private Failure() {}

    /** @param where what was being done, for example {@code the sort of table tags} */
    public static ExporterException of(Exception error, String where) {
        String message = String.valueOf(error.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (isDiskFull(error)) {
            return diskFull(error, where);
        }
        if (lower.contains("too many open files")) {
            return ExporterException.failed(
                    "out-of-file-handles",
                    "the process has too many open files",
                    where,
                    "Allow more of them (ulimit -n), then " + Problem.RUN_AGAIN,
                    error);
        }
        if (lower.contains("max_temp_directory_size")) {
            return ExporterException.failed(
                    "out-of-spill-space",
                    "the SQL engine has used up the memory and the disk space that it may spill to",
                    where,
                    "Free disk space in the staging directory, raise --memoryLimit, read with --readBy index, or lower"
                            + " --maxFileRows or --heightPartitionSize",
                    error);
        }
        if (lower.contains("out of memory error")) {
            return ExporterException.failed(
                    "out-of-memory",
                    "the SQL engine's memory limit does not suffice",
                    where,
                    "Raise --memoryLimit, or lower --maxFileRows or --heightPartitionSize",
                    error);
        }
        if (lower.startsWith("conversion error") || lower.contains("out of range")) {
            return ExporterException.failed(
                    "value-does-not-fit",
                    "a value does not fit the type of its column: " + firstLine(message),
                    where,
                    "Correct the row in the source, or the dataset's column type",
                    error);
        }
        return ExporterException.failed(
                "sql-engine",
                "the SQL engine failed: " + firstLine(message),
                where,
                "Try again; where it fails in the same way, check the dataset's SQL, or report a defect of exporter",
                error);
    }

    /** Whether the operating system has said that there is no space. */
    public static boolean isDiskFull(Exception error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left on device") || message.contains("disk quota exceeded");
    }

    /** What is told where {@link #isDiskFull}, whoever was writing. */
    public static ExporterException diskFull(Exception error, String where) {
        return ExporterException.failed(
                "disk-full", "the disk is full", where, Problem.FREE_SPACE + ", then " + Problem.RUN_AGAIN, error);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
