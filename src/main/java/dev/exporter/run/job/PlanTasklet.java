package dev.exporter.run.job;

import dev.exporter.fault.FaultPoint;
import dev.exporter.run.planning.Json;
import dev.exporter.run.planning.PlanFile;
import dev.exporter.run.repository.PlanNote;
import dev.exporter.run.repository.RunHistory.Parameter;
import dev.exporter.run.work.Workspace;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
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
        ExecutionContext job = contribution.getStepExecution().getJobExecution().getExecutionContext();
        job.putString(Parameter.PLAN, PlanFile.sha256(workspace.planBytes()));
        // The plan's file goes with the run's staging.
        job.putString(PlanNote.KEY, Json.text(PlanNote.of(workspace.plan())));
        FaultPoint.AFTER_PLAN.reached();
        return RepeatStatus.FINISHED;
    }
}
