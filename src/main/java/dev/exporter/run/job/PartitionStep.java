package dev.exporter.run.job;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.KeyRange;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.work.PartitionWorker;
import dev.exporter.run.work.StepNames;
import dev.exporter.run.work.Workspace;
import dev.exporter.staging.StagedFile;
import org.slf4j.MDC;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.ChunkOrientedStepBuilder;

/**
 * The step that every partition runs: it makes a chunk-oriented step with a worker of its own for each execution, so
 * that executions in parallel share nothing. A failure asks the other partitions to stop at their next file.
 */
final class PartitionStep implements Step {
    private final String name;
    private final JobStore store;
    private final Workspace workspace;

    /** @param name of the wave's export step, which Spring Batch puts before each partition's */
    PartitionStep(String name, JobStore store, Workspace workspace) {
        this.name = name;
        this.store = store;
        this.workspace = workspace;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public void execute(StepExecution execution) throws JobInterruptedException {
        boolean hasReturned = false;
        try {
            export(execution);
            hasReturned = true;
        } finally {
            if (!hasReturned) {
                // Spring Batch waits for no other partition then.
                workspace.stop().raise();
            }
        }
    }

    private void export(StepExecution execution) throws JobInterruptedException {
        PartitionWorker worker = new PartitionWorker(workspace, store.repository(), execution);
        try (MDC.MDCCloseable ignored = MDC.putCloseable(
                "partition", StepNames.partitionOf(execution.getStepName()).toString())) {
            new ChunkOrientedStepBuilder<PartitionWorker.FileTask, StagedFile>(
                            execution.getStepName(), store.repository(), 1)
                    .reader(worker)
                    .processor(worker)
                    .writer(worker)
                    .transactionManager(store.transactions())
                    .interruptionPolicy(workspace.stop())
                    .build()
                    .execute(execution);
        }
        switch (execution.getStatus()) {
            case COMPLETED -> {
                KeyRange partition = StepNames.partitionOf(execution.getStepName());
                workspace.checkpoint().completed(partition);
                workspace.progress().partitionDone(partition);
                FaultPoint.BETWEEN_PARTITIONS.reached();
            }
            case FAILED, UNKNOWN -> workspace.stop().raise();
            default -> {}
        }
    }
}
