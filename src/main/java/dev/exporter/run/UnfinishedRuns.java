package dev.exporter.run;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.ending.EarlierRuns;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.planning.Json;
import dev.exporter.run.planning.Planner;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.PlanNote;
import dev.exporter.run.repository.RunHistory;
import dev.exporter.run.repository.RunHistory.Unfinished;
import dev.exporter.staging.JobFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** What can be done about runs that are not finished, beside going on with them. Thread-safe. */
public final class UnfinishedRuns {
    private final JobStoreAddress address;

    public UnfinishedRuns(JobStoreAddress address) {
        this.address = address;
    }

    /** The run with this id, if it is not finished. */
    public Optional<Unfinished> find(RunId run) {
        try {
            return RunHistory.unfinished(address).stream()
                    .filter(one -> one.run().equals(run))
                    .findFirst();
        } catch (SQLException e) {
            throw address.unreadable(e);
        }
    }

    /** Whether a table has the run's snapshot already, so that it can only be finished. */
    public boolean hasCommitted(Unfinished run) {
        return plan(run)
                .map(PlanNote::of)
                .filter(plan -> hasCommitted(plan, run.run()))
                .isPresent();
    }

    private static boolean hasCommitted(PlanNote plan, RunId run) {
        return Planner.warehouse(plan.request()).hasCommitOf(run, plan.tables());
    }

    /**
     * Notes that a run has failed whose process died.
     *
     * @throws ExporterException with exit code 4, if a process is at it; refused, if one has been meanwhile
     */
    public void markFailed(Unfinished run) {
        try (RangeHold held = hold(run);
                JobStore store = JobStore.open(address, 1)) {
            held.requireHeld();
            requireLast(store, run);
            EarlierRuns.recovered(store, run);
        }
    }

    /**
     * Gives a run up: its published files, its staging, and its job.
     *
     * @throws ExporterException with exit code 4, if a process is at it; refused, if it has committed, or if one has been
     *     at it meanwhile
     */
    public void abandon(Unfinished run) {
        try (RangeHold held = hold(run);
                JobStore store = JobStore.open(address, 1)) {
            held.requireHeld();
            requireLast(store, run);
            JobExecution execution = EarlierRuns.recovered(store, run);
            // The job's context tells of the plan where it went with the staging directory.
            Optional<PlanNote> plan = plan(run).map(PlanNote::of).or(() -> note(execution));
            if (plan.isPresent() && hasCommitted(plan.get(), run.run())) {
                throw ExporterException.refused(
                        "run-is-committing",
                        "run " + run.run() + " has already committed to a table and can only be finished",
                        run.warehouse(),
                        "Resume it, or end it with exporter recover where its staging is lost");
            }
            // One that died before its plan was written has published nothing.
            plan.ifPresent(one -> Planner.warehouse(one.request()).discard(run.run()));
            EarlierRuns.close(store, execution, JobFolder.of(run.staging(), run.run()), BatchStatus.ABANDONED);
        }
    }

    /** Between the look at a run and its hold another process may have gone on with it, or ended it. */
    private static void requireLast(JobStore store, Unfinished run) {
        if (!EarlierRuns.isLast(store, run)) {
            throw ExporterException.refused(
                    "run-changed",
                    "another process has been at run " + run.run() + " meanwhile",
                    run.warehouse(),
                    "Look at it again");
        }
    }

    private static RangeHold hold(Unfinished run) {
        Path tables = Path.of(run.warehouse());
        // A namespace may have holders of its own, where it was maintained as if it were a warehouse.
        Optional<Holders> planned =
                plan(run).map(plan -> Holders.of(plan.request().place().warehouse()));
        return planned.or(() -> Holders.above(tables))
                .orElseGet(() -> Holders.of(tables))
                .take(run.aligned(), run.run());
    }

    private static Optional<PlanNote> note(JobExecution execution) {
        ExecutionContext context = execution.getExecutionContext();
        return context.containsKey(PlanNote.KEY)
                ? Optional.of(
                        Json.read(context.getString(PlanNote.KEY).getBytes(StandardCharsets.UTF_8), PlanNote.class))
                : Optional.empty();
    }

    private static Optional<RunPlan> plan(Unfinished run) {
        return JobFolder.of(run.staging(), run.run()).readPlan().map(bytes -> Json.read(bytes, RunPlan.class));
    }
}
