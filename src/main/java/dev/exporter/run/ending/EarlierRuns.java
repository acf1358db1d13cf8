package dev.exporter.run.ending;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunId;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.RunHistory.Unfinished;
import dev.exporter.run.work.LastSteps;
import dev.exporter.run.work.StepNames;
import dev.exporter.staging.JobFolder;
import dev.exporter.warehouse.Warehouse;
import java.time.LocalDateTime;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/** Ends runs that nobody goes on with; their ranges are held meanwhile. For one thread. */
public final class EarlierRuns {
    private final JobStore store;
    private final Warehouse warehouse;
    private final ProgressListener progress;

    /** @param warehouse that of the runs */
    public EarlierRuns(JobStore store, Warehouse warehouse, ProgressListener progress) {
        this.store = store;
        this.warehouse = warehouse;
        this.progress = progress;
    }

    /**
     * Marks an execution whose process is gone as failed, so that it can be restarted. The range's lock is held, so no
     * process is still at it. Spring Batch's own recovery leaves out the state UNKNOWN, which a failure to save a
     * step's end leads to.
     */
    public static JobExecution recovered(JobStore store, Unfinished run) {
        JobExecution execution = store.repository().getJobExecution(run.jobExecutionId());
        if (execution == null) {
            throw new IllegalStateException("job execution " + run.jobExecutionId() + " is gone");
        }
        for (StepExecution step : execution.getStepExecutions()) {
            if (step.getStatus().isRunning() || step.getStatus() == BatchStatus.UNKNOWN) {
                step.setStatus(BatchStatus.FAILED);
                step.setExitStatus(ExitStatus.FAILED);
                step.setEndTime(LocalDateTime.now());
                store.repository().update(step);
            }
        }
        if (execution.isRunning() || execution.getStatus() == BatchStatus.UNKNOWN) {
            execution.setStatus(BatchStatus.FAILED);
            execution.setExitStatus(ExitStatus.FAILED);
            execution.setEndTime(LocalDateTime.now());
            store.repository().update(execution);
        }
        return execution;
    }

    /** Whether a run's execution is still its last, and unfinished: no other process has gone on with it or ended it. */
    public static boolean isLast(JobStore store, Unfinished run) {
        JobExecution execution = store.repository().getJobExecution(run.jobExecutionId());
        if (execution == null) {
            return false;
        }
        JobExecution last = store.repository().getLastJobExecution(execution.getJobInstance());
        return last != null
                && last.getId() == execution.getId()
                && last.getStatus() != BatchStatus.COMPLETED
                && last.getStatus() != BatchStatus.ABANDONED;
    }

    /** Whether a run has nothing to do any more: it died before its plan, or after its last commit, or was recovered. */
    public static boolean isSpent(Warehouse warehouse, Unfinished run) {
        return warehouse.runFile(run.run()).isEmpty()
                && (run.isCommitted()
                        || JobFolder.of(run.staging(), run.run()).readPlan().isEmpty());
    }

    /** @throws ExporterException refused, if a table has the run's snapshot: then it can only be finished */
    public static void requireUncommitted(Dataset dataset, Warehouse warehouse, RunId run) {
        dataset.tables()
                .forEach(table -> warehouse
                        .table(table.name())
                        .filter(existing -> existing.hasCommitOf(run))
                        .ifPresent(existing -> {
                            throw ExporterException.refused(
                                    "run-is-committing",
                                    "run " + run + " has already committed table " + existing.name()
                                            + " and can only be finished",
                                    "--fresh",
                                    "Leave --fresh out and " + Problem.RUN_AGAIN
                                            + "; where its staging is lost, end it with exporter recover");
                        }));
    }

    /** Gives up a run: its published files, its staging, and its job. */
    public void abandon(Unfinished run) {
        JobExecution execution = recovered(store, run);
        warehouse.discard(run.run());
        close(store, execution, JobFolder.of(run.staging(), run.run()), BatchStatus.ABANDONED);
        progress.information("abandoned the interrupted run " + run.run());
    }

    /** Closes the books on a run that {@linkplain #isSpent is spent}. One that was not verified as asked is not done. */
    public void retire(Unfinished run) {
        JobExecution execution = recovered(store, run);
        boolean isVerified = isVerified(execution);
        end(run, execution, run.isCommitted() && isVerified ? BatchStatus.COMPLETED : BatchStatus.ABANDONED);
        String committed = " had committed everything" + (isVerified ? "" : ", which was not found to be right");
        progress.information(
                "the earlier run " + run.run() + (run.isCommitted() ? committed : " had left nothing to go on with"));
    }

    private boolean isVerified(JobExecution execution) {
        StepExecution verify =
                LastSteps.of(store.repository(), execution.getJobInstance()).get(StepNames.VERIFY);
        return verify == null || verify.getStatus() == BatchStatus.COMPLETED;
    }

    /** Closes the books on a run that had committed everything, and was found to differ once more. */
    public void giveUpDifferent(Unfinished run) {
        end(run, recovered(store, run), BatchStatus.ABANDONED);
        progress.information("run " + run.run() + " had committed everything; it is not verified again");
    }

    /** Closes the books on a run that had done everything but to note that it had. */
    public JobExecution complete(Unfinished run) {
        JobExecution execution = end(run, recovered(store, run), BatchStatus.COMPLETED);
        progress.information("run " + run.run() + " had committed everything; it is done");
        return execution;
    }

    private JobExecution end(Unfinished run, JobExecution execution, BatchStatus status) {
        warehouse.finish(run.run());
        close(store, execution, JobFolder.of(run.staging(), run.run()), status);
        return execution;
    }

    /**
     * Deletes the folder of a run that has left the warehouse, and then notes how it ended: one that is noted is not
     * looked for again, and the folder without its job would be taken for another's.
     *
     * @param status {@link BatchStatus#COMPLETED} or {@link BatchStatus#ABANDONED}
     */
    public static void close(JobStore store, JobExecution execution, JobFolder folder, BatchStatus status) {
        folder.delete();
        execution.setStatus(status);
        if (status == BatchStatus.COMPLETED) {
            execution.setExitStatus(ExitStatus.COMPLETED);
        }
        store.repository().update(execution);
    }
}
