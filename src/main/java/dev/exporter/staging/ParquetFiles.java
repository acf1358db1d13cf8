package dev.exporter.staging;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.staging.parquet.BloomFilters;
import dev.exporter.transform.SortedTable;
import dev.exporter.transform.sql.ParquetForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a run's Parquet files into its folder, one bounded file at a time. Thread-safe as far as each thread writes
 * its own session's tables.
 */
public final class ParquetFiles {
    private final Path folder;
    private final ExportRequest.Output output;
    private final FilePlan plan;

    ParquetFiles(Path folder, ExportRequest.Output output) {
        this.folder = folder;
        this.output = output;
        this.plan = new FilePlan(output.maxFileRows(), output.maxFileBytes());
    }

    /**
     * Writes the next file of {@code table} after {@code progress}. When it returns, the file is complete and durable
     * under its name; a file that is not complete never has that name. A file that came out more than 10 % over the
     * byte target is written again with fewer rows, unless it has but one.
     *
     * @throws ExporterException failed, where disk or memory do not suffice
     */
    public StagedFile writeNext(SortedTable table, DataFileName name, FilePlan.Progress progress) {
        Path file = folder.resolve(name.toString());
        Path temporary = folder.resolve(name + JobFolder.TEMPORARY);
        try {
            long rows = plan.nextRows(progress);
            FaultPoint.MID_FILE.reached();
            long bytes = write(table, progress.rows(), rows, temporary);
            while (plan.tooLarge(rows, bytes)) {
                rows = plan.fewerRows(rows, bytes);
                bytes = write(table, progress.rows(), rows, temporary);
            }
            FaultPoint.AFTER_FOOTER.reached();
            Durable.file(temporary);
            String sha256 = Sha256.of(temporary);
            Durable.rename(temporary, file);
            FaultPoint.AFTER_FILE.reached();
            return new StagedFile(name, file, rows, bytes, sha256);
        } catch (IOException | RuntimeException e) {
            discard(temporary, e);
            if (!Files.isDirectory(folder)) {
                throw JobFolder.lost(folder, e);
            }
            if (e instanceof RuntimeException failure) {
                throw failure;
            }
            throw JobFolder.failed("a Parquet file could not be written", file, (IOException) e);
        }
    }

    private long write(SortedTable table, long first, long rows, Path file) throws IOException {
        ParquetForm form = new ParquetForm(
                output.compression(), output.rowGroupRows(), Map.of("iceberg.schema", SchemaJson.of(table.table())));
        table.write(first, rows, file, form);
        BloomFilters.addTo(file, table, first);
        return Files.size(file);
    }

    /** Removes what a failed attempt has left, so that a full disk is not kept full. */
    private static void discard(Path temporary, Exception why) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }
}
