package dev.exporter.run.job;

import dev.exporter.plan.RunPlan;
import dev.exporter.run.work.Workspace;
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

    private final Workspace workspace;
    private final RunPlan.Wave wave;

    LoadTasklet(Workspace workspace, RunPlan.Wave wave) {
        this.workspace = workspace;
        this.wave = wave;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws JobInterruptedException {
        workspace.unload();
        if (wave.scans() && isWorthAScan()) {
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

    private boolean isWorthAScan() {
        long left = wave.partitions().stream()
                .filter(partition -> !workspace.checkpoint().isCompleted(partition))
                .count();
        return left > 0 && left * WORTH_A_SCAN >= wave.partitions().size();
    }
}
