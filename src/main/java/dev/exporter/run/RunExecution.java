package dev.exporter.run;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.ending.Committed;
import dev.exporter.run.ending.EarlierRuns;
import dev.exporter.run.ending.FailureCause;
import dev.exporter.run.ending.JobEnd;
import dev.exporter.run.ending.RunOutcome;
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
import dev.exporter.threads.Uninterrupted;
import dev.exporter.transform.EngineLoading;
import dev.exporter.warehouse.Warehouse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
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
        abandoned.ifPresent(
                run -> EarlierRuns.requireUncommitted(dataset, Planner.warehouse(plan.request()), run.run()));
        try (RangeHold held = hold(plan);
                JobStore store = open(plan)) {
            requireLast(store, Stream.concat(abandoned.stream(), spent.stream()).toList());
            dropVoidPins(plan);
            new PlannedTables(plan).pin();
            EarlierRuns earlier = new EarlierRuns(store, Planner.warehouse(plan.request()), progress);
            abandoned.ifPresent(earlier::abandon);
            for (Unfinished run : spent) {
                retire(earlier, plan, run);
            }
            return execute(store, held, plan, PlanFile.bytes(plan), Optional.empty());
        }
    }

    /** Now that nobody else can go on with them: others may have gone on with one, or ended it, since it was looked at. */
    private static void requireLast(JobStore store, List<Unfinished> runs) {
        for (Unfinished run : runs) {
            if (!EarlierRuns.isLast(store, run)) {
                throw PlannedTables.OutdatedException.ofRun(run.run());
            }
        }
    }

    /** Now that nobody else can go on with it: it may have gone on since it was looked at. */
    private static void retire(EarlierRuns earlier, RunPlan plan, Unfinished run) {
        Warehouse warehouse = Planner.warehouse(plan.request());
        if (!EarlierRuns.isSpent(warehouse, run)) {
            warehouse.finish(plan.run());
            throw PlannedTables.OutdatedException.ofRun(run.run());
        }
        earlier.retire(run);
    }

    /**
     * Continues an interrupted run where it was.
     *
     * @throws PlannedTables.OutdatedException if another process has gone on with it, or ended it; nothing was done
     */
    RunOutcome resume(RunPlan plan, Unfinished run) {
        try (RangeHold held = hold(plan);
                JobStore store = open(plan)) {
            JobFolder folder = JobFolder.of(plan.request().place().staging(), plan.run());
            byte[] bytes = folder.readPlan().orElseThrow(() -> PlannedTables.OutdatedException.ofRun(run.run()));
            requireLast(store, List.of(run));
            dropVoidPins(plan);
            new PlannedTables(plan).pinAgain();
            // The run may have been killed while it was given up: of its folder nothing but the plan is left then.
            folder.create();
            return execute(store, held, plan, bytes, Optional.of(run));
        }
    }

    /**
     * Ends a run that has done everything but to note that it has; first verifies what it has committed, where asked.
     *
     * @throws PlannedTables.OutdatedException if another process has ended it; nothing was done
     * @throws ExporterException with exit code 3, if the tables differ; the run is given up then
     */
    RunOutcome conclude(ExportRequest request, Unfinished run) {
        try (RangeHold held = Holders.of(request.place().warehouse()).take(run.aligned(), run.run());
                JobStore store = JobStore.open(address, 1)) {
            held.requireHeld();
            requireLast(store, List.of(run));
            EarlierRuns earlier = new EarlierRuns(store, Planner.warehouse(request), progress);
            if (request.limits().verify() != ExportRequest.Verify.NOT) {
                engine.await();
                verify(request, run, earlier);
            }
            JobExecution execution = earlier.complete(run);
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

    /** A run that differs is not asked for again and again: it has nothing to mend that with. */
    private void verify(ExportRequest request, Unfinished run, EarlierRuns earlier) {
        try {
            check.check(dataset, request, run.range(), progress);
        } catch (ExporterException e) {
            if (e.exitCode() != ExitCode.DIFFERENT) {
                throw e;
            }
            earlier.giveUpDifferent(run);
            Problem problem = e.problem();
            throw new ExporterException(
                    e.exitCode(),
                    new Problem(
                            problem.code(),
                            problem.message(),
                            problem.where(),
                            "The run is over; exporter verify lists all differences, and mends them with --repair"),
                    e);
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
                "stopping at the next file; a second signal ends at once. To go on from either, " + Problem.RUN_AGAIN));
        engine.await();
        JobExecution execution;
        try (Workspace workspace = Workspace.open(dataset, plan, planBytes, held, stop, progress)) {
            execution = execute(store, workspace, plan, planBytes, earlier);
        }
        RunOutcome outcome = new JobEnd(store, plan, execution).outcome(earlier.isPresent(), signals.stopped());
        if (outcome.exitCode() == ExitCode.WOULD_LOSE_ROWS) {
            giveUp(store, plan, execution);
        }
        return outcome;
    }

    /**
     * Ends for good a run that neither the same source nor another option would let go on. What it has committed stays; it
     * may have published more, where a file was found damaged by then, whose partition was read again.
     */
    private static void giveUp(JobStore store, RunPlan plan, JobExecution execution) {
        Planner.warehouse(plan.request()).giveUp(plan.run(), plan.tableNames());
        JobFolder folder = JobFolder.of(plan.request().place().staging(), plan.run());
        EarlierRuns.close(store, execution, folder, BatchStatus.ABANDONED);
    }

    private JobExecution execute(
            JobStore store, Workspace workspace, RunPlan plan, byte[] planBytes, Optional<Unfinished> earlier) {
        ThreadPoolTaskExecutor workers = new ThreadPoolTaskExecutor();
        int parallelism = plan.request().limits().parallelism();
        workers.setCorePoolSize(parallelism);
        workers.setMaxPoolSize(parallelism);
        workers.setThreadNamePrefix("export-");
        // An interrupt would fail those that are at work, and hide why the run ends.
        workers.setWaitForTasksToCompleteOnShutdown(true);
        workers.initialize();
        try (ExecutionWatch watch =
                new ExecutionWatch(store, signals, progress, PlanNote.of(plan).partitions())) {
            rehearseCommit(plan);
            Job job = new ExportJob(store, workspace, check).build(workers, watch);
            if (earlier.isEmpty()) {
                progress.planned(plan, false, 0, 0);
                return store.operator().start(job, parameters(plan, planBytes));
            }
            JobExecution interrupted = EarlierRuns.recovered(store, earlier.get());
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
                    "See exporter status: it shows the run and what can be done about it",
                    e);
        } catch (NestedRuntimeException e) {
            throw FailureCause.ofRepository(e, address);
        } finally {
            stop.raise();
            workers.shutdown();
            // Where Spring Batch gives up a wave, others of its partitions are still at work.
            Uninterrupted.awaitEnd(workers.getThreadPoolExecutor());
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
                .addString(Parameter.WAREHOUSE, InterruptedRuns.warehouseName(plan.request()), false)
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
}
