package dev.exporter.run.job;

import dev.exporter.run.work.Workspace;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Has what the run committed held against the source. Where it differs the run has failed, though the tables stay: the run
 * has nothing left to commit, and does not stand in the way of one that mends them.
 */
final class VerifyTasklet implements Tasklet {
    private final Workspace workspace;
    private final CommitCheck check;

    VerifyTasklet(Workspace workspace, CommitCheck check) {
        this.workspace = workspace;
        this.check = check;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        workspace.progress().stage("verify");
        workspace.warehouse().finish(workspace.plan().run());
        check.check(
                workspace.dataset(),
                workspace.plan().request(),
                workspace.plan().range(),
                workspace.progress());
        return RepeatStatus.FINISHED;
    }
}
