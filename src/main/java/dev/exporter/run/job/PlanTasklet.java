package dev.exporter.run.job;

import dev.exporter.fault.FaultPoint;
import dev.exporter.run.planning.PlanFile;
import dev.exporter.run.repository.RunHistory.Parameter;
import dev.exporter.run.work.Workspace;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Makes the checked plan durable; everything after it follows the plan alone. */
final class PlanTasklet implements Tasklet {
    private final Workspace workspace;

    PlanTasklet(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        workspace.folder().create();
        workspace.folder().writePlan(workspace.planBytes());
        contribution
                .getStepExecution()
                .getJobExecution()
                .getExecutionContext()
                .putString(Parameter.PLAN, PlanFile.sha256(workspace.planBytes()));
        FaultPoint.AFTER_PLAN.reached();
        return RepeatStatus.FINISHED;
    }
}
