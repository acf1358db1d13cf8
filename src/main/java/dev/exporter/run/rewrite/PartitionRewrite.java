package dev.exporter.run.rewrite;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.load.StopSignal;
import dev.exporter.staging.FilePlan;
import dev.exporter.staging.ParquetFiles;
import dev.exporter.staging.StagedFile;
import dev.exporter.transform.FileRows;
import dev.exporter.transform.Session;
import dev.exporter.transform.SortedTable;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.keeping.TableRewrite;
import dev.exporter.warehouse.manifest.LiveFile;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One partition of one table on its way to other files.
 *
 * @param files all files that the partition has
 * @param paths where these lie
 * @param recorded the content hash that was recorded for exactly these files, or null
 */
record PartitionRewrite(
        TableSpec table,
        KeyRange bounds,
        List<LiveFile> files,
        List<Path> paths,
        @Nullable ContentHash recorded) {

    /**
     * Writes the new files into staging, and reads them back.
     *
     * @return empty where they would not be fewer and the old ones were of one run
     * @throws ExporterException failed, if the old files do not hold the rows that were recorded for them, or the new
     *     ones not the same rows; nothing was changed then
     */
    Optional<TableRewrite.Partition> write(
            Session session, ParquetFiles staging, RunId run, FileTarget target, StopSignal stop) {
        SortedTable rows = new FileRows(session, table, paths).sorted();
        requireIntact(rows);
        List<StagedFile> written = new ArrayList<>();
        FilePlan.Progress progress = new FilePlan.Progress(0, 0, rows.rows(), bytes());
        while (!progress.done()) {
            if (stop.isRaised()) {
                drop(written);
                return Optional.empty();
            }
            DataFileName name = new DataFileName(table.name(), bounds, written.size() + 1, run, 1);
            StagedFile file = staging.writeNext(rows, name, progress);
            written.add(file);
            progress = progress.plus(file);
        }
        if (written.isEmpty() || (written.size() >= files.size() && !target.isMixed(files))) {
            drop(written);
            return Optional.empty();
        }
        requireSame(rows, session, written);
        Set<String> before = new HashSet<>();
        files.forEach(file -> before.add(file.name()));
        return Optional.of(new TableRewrite.Partition(before, new RewrittenPartition(bounds, rows.hash(), written)));
    }

    private static void drop(List<StagedFile> files) {
        for (StagedFile file : files) {
            try {
                Files.deleteIfExists(file.path());
            } catch (IOException e) {
                throw new UncheckedIOException("the staged file " + file.path() + " cannot be deleted", e);
            }
        }
    }

    private long bytes() {
        return files.stream().mapToLong(LiveFile::bytes).sum();
    }

    private void requireIntact(SortedTable rows) {
        long manifested = files.stream().mapToLong(LiveFile::rows).sum();
        if (rows.rows() != manifested || (recorded != null && !recorded.equals(rows.hash()))) {
            throw differs(
                    "the files do not hold the rows that were recorded for them: " + rows.hash() + " instead of "
                            + (recorded == null ? manifested + " rows" : recorded),
                    "Nothing of the partition was changed; find out what is damaged and export the partition again");
        }
    }

    private void requireSame(SortedTable rows, Session session, List<StagedFile> written) {
        List<Path> staged = written.stream().map(StagedFile::path).toList();
        ContentHash found = new FileRows(session, table, staged).hash(rows);
        if (!found.equals(rows.hash())) {
            throw differs(
                    "the new files hold other rows than the old ones: " + found + " instead of " + rows.hash(),
                    "Nothing was published; check memory and disk of the machine");
        }
    }

    private ExporterException differs(String message, String remedy) {
        return ExporterException.failed(
                "rows-differ",
                "table " + table.name() + ", partition " + bounds + ": " + message,
                DurableFiles.parentOf(paths.get(0)).toString(),
                remedy,
                null);
    }
}
