package dev.exporter.run.work;

import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.load.SortedPartition;
import dev.exporter.run.work.PartitionProgress.Prepared;
import dev.exporter.run.work.PartitionProgress.TableProgress;
import dev.exporter.staging.FilePlan;
import dev.exporter.staging.StagedFile;
import dev.exporter.transform.SortedTable;
import java.time.Duration;
import java.util.List;
import org.springframework.batch.core.job.JobInterruptedException;

/** The sorted rows of one partition, as its files are written from them. */
final class LoadedPartition implements AutoCloseable {
    private final Workspace workspace;
    private final KeyRange partition;
    private final SortedPartition rows;
    private final Prepared prepared;

    private LoadedPartition(Workspace workspace, KeyRange partition, SortedPartition rows, Prepared prepared) {
        this.workspace = workspace;
        this.partition = partition;
        this.rows = rows;
        this.prepared = prepared;
    }

    /**
     * Takes a partition's rows out of its wave's where that is loaded, else reads them by index.
     *
     * @throws ExporterException failed, where a value of the source does not fit
     * @throws JobInterruptedException where the run is to stop
     */
    static LoadedPartition load(Workspace workspace, KeyRange partition) throws JobInterruptedException {
        long begin = System.nanoTime();
        SortedPartition rows = workspace.rows(partition);
        Duration sorting = Duration.ofNanos(System.nanoTime() - begin).minus(rows.reading());
        return new LoadedPartition(
                workspace, partition, rows, new Prepared(rows.reading().toMillis(), sorting.toMillis()));
    }

    /** The checkpoint of a partition that was read and of which no file is written yet. */
    PartitionProgress progress() {
        return new PartitionProgress(
                1,
                rows.tables().stream()
                        .map(table -> new TableProgress(
                                table.table().name(),
                                table.hash(),
                                isKept(table),
                                List.of(),
                                "",
                                rows.oldRows(table.table().name()),
                                rows.gained(table.table().name())
                                        .map(SortedTable::hash)
                                        .orElse(null)))
                        .toList(),
                rows.count(),
                prepared);
    }

    /** Whether the warehouse already has exactly these rows. */
    private boolean isKept(SortedTable table) {
        RunPlan.PartitionState state =
                workspace.plan().table(table.table().name()).partition(partition);
        return workspace.plan().request().partitions().rewrite() != ExportRequest.Rewrite.ALL
                && table.rows() > 0
                && table.hash().equals(state.hash());
    }

    /** What is written of a table, as its next file's size is decided by. */
    FilePlan.Progress fileProgress(TableProgress progress) {
        SortedTable table = written(progress.table());
        return new FilePlan.Progress(
                progress.rowsWritten(), progress.bytesWritten(), table.rows(), table.canonicalBytes());
    }

    /** Writes a file completely; durable when this returns. */
    StagedFile write(PartitionWorker.FileTask task) {
        return workspace.files().writeNext(written(task.name().table()), task.name(), task.before());
    }

    /** The sort key of the row at {@code position}, as text. */
    String keyAt(String table, long position) {
        return written(table).keyAt(position);
    }

    /** The rows of which a table's files are written. */
    private SortedTable written(String table) {
        return rows.gained(table).orElseGet(() -> rows.table(table));
    }

    @Override
    public void close() {
        rows.close();
    }
}
