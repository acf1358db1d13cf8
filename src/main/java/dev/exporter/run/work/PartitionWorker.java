package dev.exporter.run.work;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.KeyRange;
import dev.exporter.run.work.PartitionProgress.TableProgress;
import dev.exporter.staging.FilePlan;
import dev.exporter.staging.StagedFile;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Exports one partition: reads it once, then writes it file by file. Reader, processor and writer of one step
 * execution; an item is one bounded file. Used by one thread.
 */
public final class PartitionWorker
        implements ItemStreamReader<PartitionWorker.FileTask>,
                ItemProcessor<PartitionWorker.FileTask, StagedFile>,
                ItemWriter<StagedFile> {
    private final Workspace workspace;
    private final JobRepository repository;
    private final StepExecution execution;
    private final KeyRange partition;

    private @Nullable LoadedPartition loaded;
    private @Nullable PartitionProgress progress;
    private boolean hasWritten;
    private boolean isUnderWay;
    private Duration writing = Duration.ZERO;

    public PartitionWorker(Workspace workspace, JobRepository repository, StepExecution execution) {
        this.workspace = workspace;
        this.repository = repository;
        this.execution = execution;
        this.partition = StepNames.partitionOf(execution.getStepName());
    }

    /**
     * The next file to write.
     *
     * @param before what is written of its table so far
     */
    public record FileTask(DataFileName name, FilePlan.Progress before) {}

    /**
     * Reads and sorts the partition, and makes its counts and hashes durable before the first file is written. Files
     * of an earlier execution stay where the same rows were read again; otherwise they go, and a new attempt begins.
     */
    @Override
    public void open(ExecutionContext context) throws ItemStreamException {
        workspace.beginPartition();
        isUnderWay = true;
        Optional<PartitionProgress> earlier = PartitionProgress.from(context);
        LoadedPartition rows = load();
        loaded = rows;
        PartitionProgress read = rows.progress();
        PartitionProgress now;
        if (earlier.isEmpty()) {
            workspace.folder().deletePartition(partition, Integer.MAX_VALUE);
            now = read;
        } else if (earlier.get().hasSameContentAs(read) && workspace.hasFiles(earlier.get())) {
            now = earlier.get().readAgain(read.prepared());
        } else {
            String why = earlier.get().hasSameContentAs(read)
                    ? "files of it are gone from staging"
                    : "the source has changed since the run was interrupted";
            workspace.progress().warning("partition " + partition + ": " + why + "; it is written anew");
            workspace.folder().deletePartition(partition, earlier.get().attempt());
            now = read.asAttempt(earlier.get().attempt() + 1);
        }
        note(now, context);
        repository.updateExecutionContext(execution);
        FaultPoint.AFTER_COUNTS.reached();
        progress = now;
        workspace.progress().sorted(partition, now.rowsToWrite());
    }

    private LoadedPartition load() {
        try {
            return LoadedPartition.load(workspace, partition);
        } catch (JobInterruptedException e) {
            execution.setTerminateOnly();
            throw new ItemStreamException(e);
        }
    }

    @Override
    public @Nullable FileTask read() {
        if (hasWritten) {
            // The transaction that notes a file ends before the next file is asked for.
            FaultPoint.AFTER_CHECKPOINT.reached();
        }
        PartitionProgress now = current();
        return now.next().map(table -> task(now, table)).orElse(null);
    }

    private FileTask task(PartitionProgress now, TableProgress table) {
        int number = table.files().size() + 1;
        DataFileName name = new DataFileName(
                table.table(), partition, number, workspace.plan().run(), now.attempt());
        return new FileTask(name, rows().fileProgress(table));
    }

    @Override
    public StagedFile process(FileTask task) {
        long begin = System.nanoTime();
        StagedFile file = rows().write(task);
        writing = Duration.ofNanos(System.nanoTime() - begin);
        return file;
    }

    @Override
    public void write(Chunk<? extends StagedFile> files) {
        for (StagedFile file : files) {
            PartitionProgress now = current();
            long rowsSoFar = now.table(file.name().table()).rowsWritten() + file.rows();
            progress = now.plus(file, rows().keyAt(file.name().table(), rowsSoFar - 1), writing);
            hasWritten = true;
            workspace.progress().fileWritten(partition, file.name().table(), file.rows(), file.bytes());
        }
    }

    /** Called by the step after each file, inside the transaction that saves the context: the checkpoint. */
    @Override
    public void update(ExecutionContext context) {
        note(current(), context);
    }

    /** The exit message is saved with the step's row, in the same transaction as the context. */
    private void note(PartitionProgress now, ExecutionContext context) {
        now.into(context);
        execution.setExitStatus(
                new ExitStatus(ExitStatus.EXECUTING.getExitCode(), now.done().text()));
    }

    @Override
    public void close() {
        LoadedPartition open = loaded;
        loaded = null;
        if (open != null) {
            open.close();
        }
        if (isUnderWay) {
            isUnderWay = false;
            workspace.endPartition();
        }
    }

    private PartitionProgress current() {
        if (progress == null) {
            throw new IllegalStateException("the partition is not open");
        }
        return progress;
    }

    private LoadedPartition rows() {
        if (loaded == null) {
            throw new IllegalStateException("the partition is not open");
        }
        return loaded;
    }
}
