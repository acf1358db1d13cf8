package dev.exporter.run.job;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.RunHistory;
import dev.exporter.run.work.StepNames;
import dev.exporter.run.work.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.core.task.TaskExecutor;

/**
 * The job of one run: {@code plan}, then for each wave {@code load}, {@code export} (one step execution a partition),
 * {@code publish} and {@code commit}, then, where it is asked for, {@code verify}, then {@code sweep}. No wave is
 * published while a later one is still to be exported that replaces rows, which may find that some would be lost; unless
 * each wave was asked to be committed by itself. The job's steps come from the run's plan alone, so that a restart
 * has the same ones.
 */
public final class ExportJob {
    private final JobStore store;
    private final Workspace workspace;
    private final CommitCheck check;

    /** @param check asked after the last commit, where the run's request wants it */
    public ExportJob(JobStore store, Workspace workspace, CommitCheck check) {
        this.store = store;
        this.workspace = workspace;
        this.check = check;
    }

    /**
     * Builds the job.
     *
     * @param workers runs the partitions; bounds how many at a time
     * @param listener hears of the execution as it begins and ends
     */
    public Job build(TaskExecutor workers, JobExecutionListener listener) {
        SimpleJobBuilder job = new JobBuilder(RunHistory.JOB_NAME, store.repository())
                .listener(listener)
                .start(step(StepNames.PLAN, new PlanTasklet(workspace)));
        List<RunPlan.Wave> unpublished = new ArrayList<>();
        for (RunPlan.Wave wave : workspace.plan().waves()) {
            job.next(load(wave)).next(export(wave, workers));
            unpublished.add(wave);
            if (workspace.plan().commitsEachWave() || !workspace.plan().replacesAfter(wave)) {
                unpublished.forEach(complete -> publish(job, complete));
                unpublished.clear();
            }
        }
        if (workspace.plan().request().limits().verify() != ExportRequest.Verify.NOT) {
            job.next(step(StepNames.VERIFY, new VerifyTasklet(workspace, check)));
        }
        return job.next(sweep()).build();
    }

    private void publish(SimpleJobBuilder job, RunPlan.Wave wave) {
        job.next(step(StepNames.publish(wave.number()), new PublishTasklet(store, workspace, wave)))
                .next(step(StepNames.commit(wave.number()), new CommitTasklet(store, workspace, wave)));
    }

    private Step step(String name, Tasklet tasklet) {
        return new StepBuilder(name, store.repository())
                .tasklet(tasklet, store.transactions())
                .build();
    }

    private Step sweep() {
        return new StepBuilder(StepNames.SWEEP, store.repository())
                .tasklet(new SweepTasklet(workspace), store.transactions())
                .listener(new BeforeStatus())
                .build();
    }

    /** Spring Batch calls it when it has saved the last step's status, and saves the job's after it. */
    private static final class BeforeStatus implements StepExecutionListener {
        @Override
        public @Nullable ExitStatus afterStep(StepExecution step) {
            FaultPoint.BEFORE_STATUS.reached();
            return null;
        }
    }

    /** What is loaded is gone with its process: a restart loads again, whether or not it had ended. */
    private Step load(RunPlan.Wave wave) {
        return new StepBuilder(StepNames.load(wave.number()), store.repository())
                .tasklet(new LoadTasklet(workspace, wave), store.transactions())
                .allowStartIfComplete(true)
                .build();
    }

    private Step export(RunPlan.Wave wave, TaskExecutor workers) {
        String name = StepNames.export(wave.number());
        return new StepBuilder(name, store.repository())
                .partitioner(name, partitioner(wave))
                .step(new PartitionStep(name, store, workspace))
                .splitter(new AscendingSplitter(store.repository(), name, partitioner(wave)))
                .aggregator(new PartitionStatus())
                .taskExecutor(workers)
                .build();
    }

    private static Partitioner partitioner(RunPlan.Wave wave) {
        return gridSize -> {
            Map<String, ExecutionContext> contexts = new LinkedHashMap<>();
            for (KeyRange partition : wave.partitions()) {
                contexts.put(partition.toString(), new ExecutionContext());
            }
            return contexts;
        };
    }
}
