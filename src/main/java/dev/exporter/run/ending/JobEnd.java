package dev.exporter.run.ending;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.repository.JobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/** What came of an execution of a run's job. For one thread. */
public final class JobEnd {
    private final JobStore store;
    private final RunPlan plan;
    private final JobExecution execution;

    public JobEnd(JobStore store, RunPlan plan, JobExecution execution) {
        this.store = store;
        this.plan = plan;
        this.execution = execution;
    }

    /**
     * How the run ended; why it failed is kept with the execution.
     *
     * @param resumed whether it continued an interrupted run
     * @param stopped how it ends where a signal has stopped it
     */
    public RunOutcome outcome(boolean resumed, Optional<ExitCode> stopped) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            List<String> names = plan.tableNames();
            return RunOutcome.of(
                    ExitCode.DONE, plan, resumed, Committed.tables(store, execution, names), Optional.empty());
        }
        List<Throwable> failures = failures();
        if (failures.isEmpty() && stopped.isPresent()) {
            return RunOutcome.of(stopped.get(), plan, resumed, List.of(), Optional.empty());
        }
        failures.addAll(execution.getFailureExceptions());
        Problem problem = FailureCause.of(failures, "run " + plan.run());
        FailureRecord.save(store, execution, problem, failures);
        return RunOutcome.of(FailureCause.exitCode(failures), plan, resumed, List.of(), Optional.of(problem));
    }

    /**
     * A partition's own failure says more than its manager's, which only says that there was one; but where a partition
     * could not even note that it failed, only its manager knows why.
     */
    private List<Throwable> failures() {
        List<Throwable> failures = new ArrayList<>();
        List<Throwable> ofManagers = new ArrayList<>();
        for (StepExecution step : execution.getStepExecutions()) {
            boolean isManager = step.getStepName().startsWith("export-")
                    && !step.getStepName().contains(":");
            boolean failed = step.getStatus() == BatchStatus.FAILED || step.getStatus() == BatchStatus.UNKNOWN;
            if (failed) {
                (isManager ? ofManagers : failures).addAll(step.getFailureExceptions());
            }
        }
        return failures.isEmpty() ? ofManagers : failures;
    }
}
