package dev.exporter.run.job;

import dev.exporter.plan.RunPlan;
import dev.exporter.run.planning.Json;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.work.Workspace;
import dev.exporter.warehouse.runs.RunFile;
import java.util.List;
import java.util.Optional;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Moves a wave's files into the warehouse, until it is told to stop. Repeatable after a crash at any instruction. */
final class PublishTasklet implements Tasklet {
    private final JobStore store;
    private final Workspace workspace;
    private final RunPlan.Wave wave;

    PublishTasklet(JobStore store, Workspace workspace, RunPlan.Wave wave) {
        this.store = store;
        this.workspace = workspace;
        this.wave = wave;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws JobInterruptedException {
        workspace.progress().stage("publish");
        WaveResult result = WaveResult.of(
                store.repository(),
                contribution.getStepExecution().getJobExecution().getJobInstance(),
                workspace.plan(),
                wave);
        new ChainCheck(workspace, wave, result).check();
        workspace.requireHeld();
        RunFile runFile = new RunFile(
                workspace.plan().run(),
                workspace.dataset().range().column(),
                result.files(workspace.folder().files()),
                Optional.of(Json.text(workspace.plan())),
                commits(result));
        if (!workspace.warehouse().publish(runFile, workspace.stop()::isRaised)) {
            workspace.stop().checkInterrupted(contribution.getStepExecution());
        }
        return RepeatStatus.FINISHED;
    }

    /** What the commit step will do, for whoever has to do it without the job repository. */
    private List<RunFile.PlannedCommit> commits(WaveResult result) {
        return workspace.dataset().tables().stream()
                .map(table -> new RunFile.PlannedCommit(
                        wave.number(),
                        table.name(),
                        result.rewritten(table.name(), workspace.folder().files())))
                .toList();
    }
}
