package dev.exporter.run;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExportRequest.OnInterrupted;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.forecast.Forecast;
import dev.exporter.run.ending.RunOutcome;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.job.CommitCheck;
import dev.exporter.run.load.StopSignal;
import dev.exporter.run.planning.Json;
import dev.exporter.run.planning.Planner;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory.Unfinished;
import dev.exporter.staging.JobFolder;
import dev.exporter.transform.EngineLoading;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts and resumes export runs. Refusals come before anything is written: no job instance, no folder, no lock.
 * Thread-safe.
 */
public final class ExportRuns {
    /** Other runs and maintenance may change the tables between a plan and its beginning, but hardly each time. */
    private static final int MOST_PLANS = 5;

    private final Planner planner;
    private final Optional<String> password;
    private final CommitCheck check;

    /**
     * Runs by a clock.
     *
     * @param password of the job repository's database
     * @param check asked after a run's last commit, where its request wants it
     */
    public ExportRuns(Clock clock, Optional<String> password, CommitCheck check) {
        this.check = check;
        this.planner = new Planner(clock);
        this.password = password;
    }

    /**
     * The plan that a new run would follow, and what was noticed while making it. Other runs, interrupted or at work, are
     * not looked at.
     *
     * @throws ExporterException refused, if the export cannot be done as asked
     */
    public PlannedRun plan(Dataset dataset, ExportRequest request) {
        address(request); // what is no job repository is refused before anything else
        Planner.Planned planned = planner.plan(dataset, request);
        return new PlannedRun(planned.plan(), planned.forecast(), planned.notes());
    }

    /**
     * A plan for people to look at.
     *
     * @param notes what was noticed while making it
     */
    public record PlannedRun(RunPlan plan, Forecast forecast, List<String> notes) {
        public PlannedRun {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Runs an export to its end, or until it fails or is stopped. A signal while it is planned stops it before anything
     * is written.
     *
     * @param given names of the options that the user gave explicitly, in camel case
     * @throws ExporterException refused, if the export cannot be done as asked; held, if another run exports an
     *     overlapping range; failed, if the job repository cannot be opened; interrupted or terminated, if it was
     *     stopped before it began
     */
    public RunOutcome run(Dataset dataset, ExportRequest request, Set<String> given, ProgressListener progress) {
        try (Signals signals = Signals.listen()) {
            return run(dataset, request, given, progress, signals);
        }
    }

    /** As {@link #run(Dataset, ExportRequest, Set, ProgressListener)}, stopped by signals that stay the caller's. */
    RunOutcome run(
            Dataset dataset, ExportRequest request, Set<String> given, ProgressListener progress, Signals signals) {
        JobStoreAddress address = address(request);
        StopSignal stop = signals.next();
        try (EngineLoading engine = EngineLoading.begin()) {
            RunExecution execution = new RunExecution(dataset, address, engine, progress, stop, signals, check);
            for (int tries = 1; ; tries++) {
                InterruptedRuns unfinished =
                        signals.unlessReceived(() -> InterruptedRuns.known(address, dataset, request));
                Optional<Unfinished> swept = signals.unlessReceived(unfinished::swept);
                try {
                    if (swept.isPresent()) {
                        return execution.conclude(asPlanned(swept.get(), request), swept.get());
                    }
                    Next next = signals.unlessReceived(() -> next(unfinished, given, progress));
                    return next.isResumed()
                            ? execution.resume(next.plan(), next.interrupted().orElseThrow())
                            : execution.start(next.plan(), next.interrupted(), next.spent());
                } catch (PlannedTables.OutdatedException e) {
                    if (tries == MOST_PLANS) {
                        throw changing(e, request);
                    }
                    progress.information(e.getMessage() + "; it is looked at anew");
                }
            }
        }
    }

    /**
     * Whether there is something of an interrupted run of the same range that can go on.
     *
     * @throws ExporterException failed, if the job repository cannot be read
     */
    public boolean isInterrupted(Dataset dataset, ExportRequest request) {
        return InterruptedRuns.known(address(request), dataset, request).isAnyToGoOn();
    }

    /**
     * Gives up what is interrupted of the same range and could go on.
     *
     * @throws ExporterException with exit code 4, if a process is at it; refused, if it has committed
     */
    public void giveUp(Dataset dataset, ExportRequest request) {
        JobStoreAddress address = address(request);
        InterruptedRuns known = InterruptedRuns.known(address, dataset, request);
        known.without(known.spent()).ofTheRange().forEach(new UnfinishedRuns(address)::abandon);
    }

    private JobStoreAddress address(ExportRequest request) {
        return JobStoreAddress.parse(
                request.place().jobRepository(), request.place().staging(), password);
    }

    private static ExporterException changing(PlannedTables.OutdatedException cause, ExportRequest request) {
        return ExporterException.failed(
                "tables-changing",
                cause.getMessage() + ", " + MOST_PLANS + " times in a row",
                request.place().warehouse().toString(),
                "Nothing was exported; start it again when less is going on",
                cause);
    }

    /**
     * What is to be done.
     *
     * @param interrupted an interrupted run of the same range
     * @param spent runs of overlapping ranges that left nothing behind
     * @param isResumed whether the interrupted run goes on; otherwise it is given up
     */
    private record Next(RunPlan plan, Optional<Unfinished> interrupted, List<Unfinished> spent, boolean isResumed) {}

    private Next next(InterruptedRuns all, Set<String> given, ProgressListener progress) {
        Dataset dataset = all.dataset();
        ExportRequest request = all.request();
        List<Unfinished> spent = all.spent();
        InterruptedRuns unfinished = all.without(spent);
        Optional<Unfinished> same = unfinished.ofTheRange().reduce((first, second) -> second);
        if (same.isPresent() && request.onInterrupted() == OnInterrupted.REFUSE) {
            // What is not finished may also be running.
            Holders.of(request.place().warehouse()).requireFree(same.get().aligned());
            throw all.interrupted(same.get());
        }
        if (same.isPresent() && request.onInterrupted() == OnInterrupted.RESUME) {
            return new Next(all.planned(same.get(), given), same, List.of(), true);
        }
        Planner.Planned planned = planner.plan(dataset, request);
        KeyRange aligned = planned.plan().aligned();
        unfinished.requireNoOverlap(same, planned.plan());
        all.requireKnown(planned.plan());
        planned.notes().forEach(progress::information);
        planned.plan()
                .tables()
                .forEach(table -> table.schemaChanges()
                        .forEach(change ->
                                progress.information("table " + table.name() + ": the first commit " + change)));
        if (same.isEmpty() && request.onInterrupted() == OnInterrupted.RESUME) {
            progress.information("no interrupted run of dataset " + dataset.name() + ", range "
                    + request.requestedRange() + " in " + InterruptedRuns.warehouseName(request) + "; starting one");
        }
        List<Unfinished> overlapping =
                spent.stream().filter(run -> run.aligned().overlaps(aligned)).toList();
        return new Next(planned.plan(), same, overlapping, false);
    }

    /** The request, with the verification that the run's plan asks for unless it asks for another itself. */
    private static ExportRequest asPlanned(Unfinished run, ExportRequest request) {
        ExportRequest.Limits limits = request.limits();
        Optional<ExportRequest.Verify> planned = JobFolder.of(run.staging(), run.run())
                .readPlan()
                .map(bytes -> Json.read(bytes, RunPlan.class).request().limits().verify());
        return limits.verify() != ExportRequest.Verify.NOT || planned.isEmpty()
                ? request
                : request.withLimits(new ExportRequest.Limits(
                        limits.parallelism(),
                        limits.memoryBytes(),
                        limits.busyTimeout(),
                        limits.reading(),
                        planned.get()));
    }
}
