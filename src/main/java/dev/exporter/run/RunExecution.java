package dev.exporter.run;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.job.CommitCheck;
import dev.exporter.run.job.DamagedFiles;
import dev.exporter.run.job.ExportJob;
import dev.exporter.run.load.StopSignal;
import dev.exporter.run.planning.PlanFile;
import dev.exporter.run.planning.Planner;
import dev.exporter.run.recovery.Pins;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.PlanNote;
import dev.exporter.run.repository.RunHistory.Parameter;
import dev.exporter.run.repository.RunHistory.Unfinished;
import dev.exporter.run.work.Workspace;
import dev.exporter.staging.JobFolder;
import dev.exporter.transform.EngineLoading;
import dev.exporter.warehouse.Warehouse;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.core.NestedRuntimeException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** One execution of a run's job in this process, from taking the range to giving it back. */
final class RunExecution {
    private final Dataset dataset;
    private final JobStoreAddress address;
    private final EngineLoading engine;
    private final LoadMeter progress;
    private final StopSignal stop;
    private final Signals signals;
    private final CommitCheck check;

    /** @param signals go into {@code stop} */
    RunExecution(
            Dataset dataset,
            JobStoreAddress address,
            EngineLoading engine,
            ProgressListener progress,
            StopSignal stop,
            Signals signals,
            CommitCheck check) {
        this.check = check;
        this.dataset = dataset;
        this.address = address;
        this.engine = engine;
        this.progress = new LoadMeter(progress);
        this.stop = stop;
        this.signals = signals;
    }

    /**
     * Starts a new run.
     *
     * @param abandoned an interrupted run of the same range, which is given up for it
     * @param spent runs of overlapping ranges that left nothing behind
     * @throws PlannedTables.OutdatedException if the tables have changed since they were planned on; nothing was done
     */
    RunOutcome start(RunPlan plan, Optional<Unfinished> abandoned, List<Unfinished> spent) {
        abandoned.ifPresent(run -> requireUncommitted(plan, run));
        try (RangeHold held = hold(plan);
                JobStore store = open(plan)) {
            dropVoidPins(plan);
            new PlannedTables(plan).pin();
            abandoned.ifPresent(run -> abandon(store, plan, run));
            spent.forEach(run -> retire(store, plan, run));
            return execute(store, held, plan, PlanFile.bytes(plan), Optional.empty());
        }
    }

    /** Continues an interrupted run where it was. */
    RunOutcome resume(RunPlan plan, Unfinished run) {
        try (RangeHold held = hold(plan);
                JobStore store = open(plan)) {
            dropVoidPins(plan);
            new PlannedTables(plan).pinAgain();
            JobFolder folder = JobFolder.of(plan.request().place().staging(), plan.run());
            byte[] bytes = folder.readPlan().orElseThrow();
            return execute(store, held, plan, bytes, Optional.of(run));
        }
    }

    /** Ends a run that has done everything but to note that it has; first verifies what it has committed, where asked. */
    RunOutcome conclude(ExportRequest request, Unfinished run) {
        try (RangeHold held = Holders.of(request.place().warehouse()).take(run.aligned(), run.run());
                JobStore store = JobStore.open(address, 1)) {
            held.requireHeld();
            if (request.limits().verify() != ExportRequest.Verify.NOT) {
                engine.await();
                check.check(dataset, request, run.range(), progress);
            }
            JobExecution execution = recover(store, run);
            end(store, run, execution, BatchStatus.COMPLETED);
            Planner.warehouse(request).finish(run.run());
            progress.information("run " + run.run() + " had committed everything; it is done");
            List<String> names = dataset.tables().stream().map(TableSpec::name).toList();
            return new RunOutcome(
                    ExitCode.DONE,
                    run.run(),
                    run.range(),
                    run.aligned(),
                    true,
                    Committed.tables(store, execution, names),
                    Optional.empty());
        }
    }

    /** Of runs that died before they had written their plans. */
    private static void dropVoidPins(RunPlan plan) {
        Pins.dropVoid(
                Planner.warehouse(plan.request()),
                Holders.of(plan.request().place().warehouse()));
    }

    private static RangeHold hold(RunPlan plan) {
        return Holders.of(plan.request().place().warehouse()).take(plan.aligned(), plan.run());
    }

    private JobStore open(RunPlan plan) {
        return JobStore.open(address, plan.request().limits().parallelism());
    }

    private RunOutcome execute(
            JobStore store, RangeHold held, RunPlan plan, byte[] planBytes, Optional<Unfinished> earlier) {
        // What is under way may take a while to reach its next boundary.
        signals.whenReceived(() -> progress.information(
                "stopping at the next file; a second signal ends at once. --resume goes on from either"));
        engine.await();
        JobExecution execution;
        try (Workspace workspace = Workspace.open(dataset, plan, planBytes, held, stop, progress)) {
            execution = execute(store, workspace, plan, planBytes, earlier);
        }
        RunOutcome outcome = outcome(store, plan, execution, earlier.isPresent());
        if (outcome.exitCode() == ExitCode.WOULD_LOSE_ROWS) {
            giveUp(store, plan, execution);
        }
        return outcome;
    }

    /**
     * Ends for good a run that has published nothing which is not committed: neither the same source nor another option
     * would let it go on.
     */
    private static void giveUp(JobStore store, RunPlan plan, JobExecution execution) {
        JobFolder.of(plan.request().place().staging(), plan.run()).delete();
        Planner.warehouse(plan.request()).finish(plan.run());
        execution.setStatus(BatchStatus.ABANDONED);
        store.repository().update(execution);
    }

    private JobExecution execute(
            JobStore store, Workspace workspace, RunPlan plan, byte[] planBytes, Optional<Unfinished> earlier) {
        ThreadPoolTaskExecutor workers = new ThreadPoolTaskExecutor();
        int parallelism = plan.request().limits().parallelism();
        workers.setCorePoolSize(parallelism);
        workers.setMaxPoolSize(parallelism);
        workers.setThreadNamePrefix("export-");
        workers.initialize();
        try (ExecutionWatch watch =
                new ExecutionWatch(store, signals, progress, PlanNote.of(plan).partitions())) {
            rehearseCommit(plan);
            Job job = new ExportJob(store, workspace, check).build(workers, watch);
            if (earlier.isEmpty()) {
                progress.planned(plan, false, 0, 0);
                return store.operator().start(job, parameters(plan, planBytes));
            }
            JobExecution interrupted = recover(store, earlier.get());
            FaultPoint.ON_RESUME.reached();
            new DamagedFiles(workspace, store.repository()).redo(interrupted.getJobInstance());
            workspace.announceResume(interrupted, store.repository());
            store.register(job);
            return store.operator().restart(interrupted);
        } catch (JobExecutionException e) {
            throw ExporterException.failed(
                    "job-refused",
                    "the job repository does not let the run go on: " + e.getMessage(),
                    address.shown(),
                    "",
                    e);
        } catch (NestedRuntimeException e) {
            throw FailureCause.ofRepository(e, address);
        } finally {
            workers.shutdown();
        }
    }

    /** Its failure would be that of the commit as well, which tells it. A daemon: the process need not wait for it. */
    private void rehearseCommit(RunPlan plan) {
        Thread thread = new Thread(() -> Warehouse.rehearse(dataset, plan), "rehearsal");
        thread.setUncaughtExceptionHandler((rehearsal, failure) -> {});
        thread.setDaemon(true);
        thread.start();
    }

    private static JobParameters parameters(RunPlan plan, byte[] planBytes) {
        return new JobParametersBuilder()
                .addString(Parameter.RUN, plan.run().text(), true)
                .addString(Parameter.WAREHOUSE, ExportRuns.warehouseName(plan.request()), false)
                .addString(Parameter.DATASET, plan.dataset(), false)
                .addString(Parameter.RANGE, plan.requestedRange(), false)
                .addString(Parameter.ALIGNED, plan.aligned().toString(), false)
                .addString(Parameter.FROZEN, plan.range().toString(), false)
                .addString(Parameter.STAGING, plan.request().place().staging().toString(), false)
                .addString(Parameter.PLAN, PlanFile.sha256(planBytes), false)
                .addString(
                        Parameter.PROCESS, Long.toString(ProcessHandle.current().pid()), false)
                .toJobParameters();
    }

    /**
     * Marks an execution whose process is gone as failed, so that it can be restarted. The range's lock is held, so no
     * process is still at it. Spring Batch's own recovery leaves out the state UNKNOWN, which a failure to save a
     * step's end leads to.
     */
    static JobExecution recover(JobStore store, Unfinished run) {
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

    /** Once a table has the run's snapshot, the run can only be finished. */
    private void requireUncommitted(RunPlan plan, Unfinished run) {
        dataset.tables()
                .forEach(table -> Planner.warehouse(plan.request())
                        .table(table.name())
                        .filter(existing -> existing.recentRuns().contains(run.run()))
                        .ifPresent(existing -> {
                            throw ExporterException.refused(
                                    "run-is-committing",
                                    "run " + run.run() + " has already committed table " + existing.name()
                                            + " and can only be finished",
                                    "--fresh",
                                    "Finish it with --resume");
                        }));
    }

    /** Gives up a run: its published files, its staging, and its job. */
    private void abandon(JobStore store, RunPlan plan, Unfinished run) {
        JobExecution execution = recover(store, run);
        Planner.warehouse(plan.request()).discard(run.run());
        JobFolder.of(run.staging(), run.run()).delete();
        execution.setStatus(BatchStatus.ABANDONED);
        store.repository().update(execution);
        progress.information("abandoned the interrupted run " + run.run());
    }

    /** Closes the books on a run that died before its plan or after its last commit. */
    private void retire(JobStore store, RunPlan plan, Unfinished run) {
        JobExecution execution = recover(store, run);
        boolean committed = hasCommitted(dataset, Planner.warehouse(plan.request()), run.run());
        end(store, run, execution, committed ? BatchStatus.COMPLETED : BatchStatus.ABANDONED);
        Planner.warehouse(plan.request()).finish(run.run());
        progress.information(
                "the earlier run " + run.run() + (committed ? " had committed everything" : " had not begun to write"));
    }

    /** Notes how a run ended that nobody will go on with, and removes its staging. */
    private static void end(JobStore store, Unfinished run, JobExecution execution, BatchStatus status) {
        execution.setStatus(status);
        execution.setExitStatus(status == BatchStatus.COMPLETED ? ExitStatus.COMPLETED : ExitStatus.FAILED);
        store.repository().update(execution);
        JobFolder.of(run.staging(), run.run()).delete();
    }

    static boolean hasCommitted(Dataset dataset, Warehouse warehouse, RunId run) {
        return dataset.tables().stream()
                .allMatch(table -> warehouse
                        .table(table.name())
                        .filter(existing -> existing.recentRuns().contains(run))
                        .isPresent());
    }

    private RunOutcome outcome(JobStore store, RunPlan plan, JobExecution execution, boolean resumed) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            List<String> names =
                    plan.tables().stream().map(RunPlan.TableState::name).toList();
            return RunOutcome.of(
                    ExitCode.DONE, plan, resumed, Committed.tables(store, execution, names), Optional.empty());
        }
        List<Throwable> failures = failures(execution.getStepExecutions());
        if (failures.isEmpty() && signals.received().isPresent()) {
            ExitCode code = Signals.exitCode(signals.received().getAsInt());
            return RunOutcome.of(code, plan, resumed, List.of(), Optional.empty());
        }
        failures.addAll(execution.getFailureExceptions());
        Problem problem = FailureCause.of(failures, "run " + plan.run());
        FailureRecord.save(store, execution, problem, failures);
        return RunOutcome.of(FailureCause.exitCode(failures), plan, resumed, List.of(), Optional.of(problem));
    }

    private static List<Throwable> failures(Collection<StepExecution> steps) {
        List<Throwable> failures = new ArrayList<>();
        for (StepExecution step : steps) {
            // A partition's own failure says more than its manager's, which only says that there was one.
            boolean isManager = step.getStepName().startsWith("export-")
                    && !step.getStepName().contains(":");
            boolean failed = step.getStatus() == BatchStatus.FAILED || step.getStatus() == BatchStatus.UNKNOWN;
            if (failed && !isManager) {
                failures.addAll(step.getFailureExceptions());
            }
        }
        return failures;
    }
}
