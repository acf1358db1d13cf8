package dev.exporter.run.job;

import dev.exporter.fault.FaultPoint;
import dev.exporter.run.work.Workspace;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Removes what only an unfinished run needs: the note of its published files, and its staging folder. */
final class SweepTasklet implements Tasklet {
    private final Workspace workspace;

    SweepTasklet(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        workspace.progress().stage("sweep");
        workspace.warehouse().finish(workspace.plan().run());
        FaultPoint.IN_SWEEP.reached();
        workspace.folder().delete();
        FaultPoint.AFTER_SWEEP.reached();
        return RepeatStatus.FINISHED;
    }
}
