package dev.exporter.run.job;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.repository.JobStore;
import java.util.List;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Loads the rows of a wave whose plan scans tables; does nothing for one whose partitions read by index. */
final class LoadTasklet implements Tasklet {
    /** A resumed wave of which less than one partition in so many is left reads these by index. */
    private static final int WORTH_A_SCAN = 8;

    private final JobStore store;
    private final Workspace workspace;
    private final RunPlan.Wave wave;

    LoadTasklet(JobStore store, Workspace workspace, RunPlan.Wave wave) {
        this.store = store;
        this.workspace = workspace;
        this.wave = wave;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws JobInterruptedException {
        workspace.unload();
        if (wave.scans() && isWorthAScan(contribution.getStepExecution())) {
            load(contribution.getStepExecution());
            workspace.progress().stage("write");
        }
        return RepeatStatus.FINISHED;
    }

    private void load(StepExecution execution) throws JobInterruptedException {
        try {
            workspace.load(wave);
        } catch (JobInterruptedException e) {
            execution.setTerminateOnly();
            throw e;
        }
    }

    private boolean isWorthAScan(StepExecution execution) {
        JobInstance job = execution.getJobExecution().getJobInstance();
        List<KeyRange> left = wave.partitions().stream()
                .filter(partition -> !isExported(job, partition))
                .toList();
        return left.size() * WORTH_A_SCAN >= wave.partitions().size() && !left.isEmpty();
    }

    private boolean isExported(JobInstance job, KeyRange partition) {
        StepExecution last =
                store.repository().getLastStepExecution(job, StepNames.partition(wave.number(), partition));
        return last != null && last.getStatus() == BatchStatus.COMPLETED;
    }
}
