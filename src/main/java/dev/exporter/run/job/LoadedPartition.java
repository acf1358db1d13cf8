package dev.exporter.run.job;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.job.PartitionProgress.TableProgress;
import dev.exporter.source.SourceReader;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.staging.FilePlan;
import dev.exporter.staging.StagedFile;
import dev.exporter.transform.Carry;
import dev.exporter.transform.FaultCount;
import dev.exporter.transform.KeyCursor;
import dev.exporter.transform.Session;
import dev.exporter.transform.SortedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.job.JobInterruptedException;

/** The rows of one partition, read under one pair of pins, joined and sorted: a table of them for each output table. */
final class LoadedPartition implements AutoCloseable {
    private final Workspace workspace;
    private final KeyRange partition;
    private final KeyRange range;
    private final Session session;
    private final Map<String, SortedTable> tables = new LinkedHashMap<>();

    private LoadedPartition(Workspace workspace, KeyRange partition, Session session) {
        this.workspace = workspace;
        this.partition = partition;
        this.range = partition.intersection(workspace.plan().range());
        this.session = session;
    }

    /**
     * Reads and sorts a partition. All its tables are read together: read apart, a row that arrives in between would
     * be in one of them and not in the others.
     *
     * @throws ExporterException failed, where a value of the source does not fit
     * @throws JobInterruptedException where the run is to stop
     */
    static LoadedPartition load(Workspace workspace, KeyRange partition) throws JobInterruptedException {
        LoadedPartition loaded =
                new LoadedPartition(workspace, partition, workspace.engine().session());
        try {
            loaded.readSources();
            loaded.checkFaults();
            loaded.sort();
            return loaded;
        } catch (JobInterruptedException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private void readSources() throws JobInterruptedException {
        session.options(options());
        long rows = 0;
        try (SourceSnapshot snapshot = workspace.sources().pin()) {
            for (SourceTable source : workspace.dataset().sources()) {
                workspace.stop().check();
                if (workspace.dataset().reads(source, options())) {
                    rows += read(snapshot, source);
                    workspace.progress().reading(partition, rows);
                } else {
                    session.loadEmpty(source);
                }
            }
        }
    }

    private Map<String, String> options() {
        return workspace.plan().request().options();
    }

    private long read(SourceSnapshot snapshot, SourceTable source) {
        if (source.read() instanceof SourceTable.ByKey) {
            try (KeyCursor keys = session.keys(source)) {
                return load(source, snapshot.lookUp(source, keys, workspace.allocator()));
            }
        }
        return load(source, snapshot.read(source, range, workspace.allocator()));
    }

    private long load(SourceTable source, SourceReader rows) {
        try (rows) {
            return session.load(source, rows, workspace.allocator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkFaults() {
        for (Dataset.FaultCheck check : workspace.dataset().faults()) {
            FaultCount count = session.check(check);
            if (count.faults() == 0) {
                continue;
            }
            String message = "partition " + partition + ": " + count.faults() + " " + check.message() + "; for example "
                    + count.example();
            if (check.fatalValue().equals(options().get(check.fatalOption()))) {
                throw ExporterException.failed(
                        "source-fault",
                        message,
                        check.name(),
                        "Mend the source, or export with another value of --" + check.fatalOption() + " than "
                                + check.fatalValue(),
                        null);
            }
            workspace.warn(message);
        }
    }

    private void sort() throws JobInterruptedException {
        for (TableSpec table : workspace.tables()) {
            workspace.stop().check();
            tables.put(table.name(), session.sort(table, carry(table)));
        }
        session.drop(workspace.dataset().sources().toArray(SourceTable[]::new));
    }

    /** The rows of the partition that the range does not cover, which stay as the table has them. */
    private Carry carry(TableSpec table) {
        RunPlan plan = workspace.plan();
        if (plan.range().contains(partition)) {
            return Carry.none();
        }
        List<Path> files = workspace.liveFiles(table.name(), partition);
        return files.isEmpty()
                ? Carry.none()
                : new Carry(files, workspace.dataset().range().column(), range);
    }

    /** The checkpoint of a partition that was read and of which no file is written yet. */
    PartitionProgress progress() {
        return new PartitionProgress(
                1,
                tables.values().stream()
                        .map(table ->
                                new TableProgress(table.table().name(), table.hash(), isKept(table), List.of(), ""))
                        .toList());
    }

    /** Whether the warehouse already has exactly these rows. */
    private boolean isKept(SortedTable table) {
        RunPlan.PartitionState state =
                workspace.plan().table(table.table().name()).partition(partition);
        return table.rows() > 0 && table.hash().equals(state.hash());
    }

    /** What is written of a table, as its next file's size is decided by. */
    FilePlan.Progress fileProgress(TableProgress progress) {
        SortedTable table = table(progress.table());
        return new FilePlan.Progress(
                progress.rowsWritten(), progress.bytesWritten(), table.rows(), table.canonicalBytes());
    }

    /** Writes a file completely; durable when this returns. */
    StagedFile write(PartitionWorker.FileTask task) {
        return workspace.files().writeNext(table(task.name().table()), task.name(), task.before());
    }

    /** The sort key of the row at {@code position}, as text. */
    String keyAt(String table, long position) {
        return table(table).keyAt(position);
    }

    private SortedTable table(String name) {
        SortedTable table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("no table " + name);
        }
        return table;
    }

    @Override
    public void close() {
        session.close();
    }
}
