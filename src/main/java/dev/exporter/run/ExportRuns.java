package dev.exporter.run;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExportRequest.OnInterrupted;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.forecast.Forecast;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.job.CommitCheck;
import dev.exporter.run.load.StopSignal;
import dev.exporter.run.planning.Json;
import dev.exporter.run.planning.PlanFile;
import dev.exporter.run.planning.Planner;
import dev.exporter.run.recovery.Recovery;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory;
import dev.exporter.run.repository.RunHistory.Unfinished;
import dev.exporter.staging.JobFolder;
import dev.exporter.transform.EngineLoading;
import dev.exporter.warehouse.Warehouse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
     * The plan that a new run would follow, and what was noticed while making it.
     *
     * @throws ExporterException refused, if the export cannot be done as asked
     */
    public PlannedRun plan(Dataset dataset, ExportRequest request) {
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
            List<Unfinished> unfinished = signals.unlessReceived(() -> unfinishedRuns(address, dataset, request));
            Optional<Unfinished> swept = signals.unlessReceived(() -> swept(unfinished, dataset, request));
            if (swept.isPresent()) {
                return new RunExecution(dataset, address, engine, progress, stop, signals, check)
                        .conclude(asPlanned(swept.get(), request), swept.get());
            }
            RunExecution execution = new RunExecution(dataset, address, engine, progress, stop, signals, check);
            for (int tries = 1; ; tries++) {
                Next next = signals.unlessReceived(() -> next(unfinished, dataset, request, given, progress));
                try {
                    return next.isResumed()
                            ? execution.resume(next.plan(), next.interrupted().orElseThrow())
                            : execution.start(next.plan(), next.interrupted(), next.spent());
                } catch (PlannedTables.OutdatedException e) {
                    if (tries == MOST_PLANS) {
                        throw changing(e, request);
                    }
                    progress.information(e.getMessage() + "; it is planned anew");
                }
            }
        }
    }

    /** Whether there is something of an interrupted run of the same range that can go on. */
    boolean isInterrupted(Dataset dataset, ExportRequest request) {
        Warehouse warehouse = Planner.warehouse(request);
        return unfinishedRuns(address(request), dataset, request).stream()
                .filter(run -> run.requestedRange().equals(request.requestedRange()))
                .anyMatch(run ->
                        !isSpent(run, dataset, request) || RunExecution.hasCommitted(dataset, warehouse, run.run()));
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

    private Next next(
            List<Unfinished> all,
            Dataset dataset,
            ExportRequest request,
            Set<String> given,
            ProgressListener progress) {
        List<Unfinished> spent =
                all.stream().filter(run -> isSpent(run, dataset, request)).toList();
        List<Unfinished> unfinished =
                all.stream().filter(run -> !spent.contains(run)).toList();
        Optional<Unfinished> same = unfinished.stream()
                .filter(run -> run.requestedRange().equals(request.requestedRange()))
                .reduce((first, second) -> second);
        if (same.isPresent() && request.onInterrupted() == OnInterrupted.REFUSE) {
            // What is not finished may also be running.
            Holders.of(request.place().warehouse()).requireFree(same.get().aligned());
            throw interrupted(dataset, same.get());
        }
        if (same.isPresent() && request.onInterrupted() == OnInterrupted.RESUME) {
            return new Next(plannedBefore(same.get(), dataset, request, given), same, List.of(), true);
        }
        Planner.Planned planned = planner.plan(dataset, request);
        KeyRange aligned = planned.plan().aligned();
        requireNoOverlap(unfinished, same, planned.plan());
        requireKnown(all, request, dataset, planned.plan());
        planned.notes().forEach(progress::information);
        planned.plan()
                .tables()
                .forEach(table -> table.schemaChanges()
                        .forEach(change ->
                                progress.information("table " + table.name() + ": the first commit " + change)));
        if (same.isEmpty() && request.onInterrupted() == OnInterrupted.RESUME) {
            progress.information("no interrupted run of dataset " + dataset.name() + ", range "
                    + request.requestedRange() + " in " + warehouseName(request) + "; starting one");
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

    /** A run to be resumed that had committed everything, and died, or was found to differ, before it was noted. */
    private static Optional<Unfinished> swept(List<Unfinished> all, Dataset dataset, ExportRequest request) {
        return request.onInterrupted() == OnInterrupted.RESUME
                ? all.stream()
                        .filter(run -> run.requestedRange().equals(request.requestedRange()))
                        .filter(run -> isSpent(run, dataset, request))
                        .filter(run -> RunExecution.hasCommitted(dataset, Planner.warehouse(request), run.run()))
                        .findFirst()
                : Optional.empty();
    }

    /** Whether a run has nothing to do any more: it died before its plan, or after its last commit. */
    private static boolean isSpent(Unfinished run, Dataset dataset, ExportRequest request) {
        Warehouse warehouse = Planner.warehouse(request);
        return warehouse.runFile(run.run()).isEmpty()
                && (JobFolder.of(run.staging(), run.run()).readPlan().isEmpty()
                        || RunExecution.hasCommitted(dataset, warehouse, run.run()));
    }

    /** A run that the job repository does not know can neither be finished by it nor overlooked. */
    private static void requireKnown(List<Unfinished> known, ExportRequest request, Dataset dataset, RunPlan plan) {
        Set<RunId> runs = known.stream().map(Unfinished::run).collect(Collectors.toSet());
        for (RunId run : JobFolder.runs(request.place().staging())) {
            JobFolder folder = JobFolder.of(request.place().staging(), run);
            Optional<RunPlan> other = runs.contains(run)
                    ? Optional.empty()
                    : folder.readPlan().map(bytes -> Json.read(bytes, RunPlan.class));
            if (other.isPresent()
                    && other.get().dataset().equals(dataset.name())
                    && warehouseName(other.get().request()).equals(warehouseName(request))
                    && other.get().aligned().overlaps(plan.aligned())) {
                throw unknown(run, other.get(), folder.path());
            }
        }
        Warehouse warehouse = Planner.warehouse(request);
        for (RunId run : warehouse.unfinishedRuns()) {
            Optional<RunPlan> other = runs.contains(run)
                    ? Optional.empty()
                    : warehouse.runFile(run).flatMap(Recovery::plan);
            if (other.isPresent()
                    && other.get().dataset().equals(dataset.name())
                    && other.get()
                            .request()
                            .place()
                            .namespace()
                            .equals(request.place().namespace())
                    && other.get().aligned().overlaps(plan.aligned())) {
                throw unknown(run, other.get(), warehouse.root());
            }
        }
    }

    private static ExporterException unknown(RunId run, RunPlan other, Path where) {
        // It may also be running, out of another staging directory.
        Holders.of(other.request().place().warehouse()).requireFree(other.aligned());
        return ExporterException.failed(
                "job-repository-lost",
                "the job repository does not know the unfinished run " + run + " of the range "
                        + other.requestedRange(),
                where.toString(),
                "Give the --jobRepository and --stagingDir that it was started with; if they are lost, end it with"
                        + " exporter recover",
                null);
    }

    /** The unfinished runs of the request's warehouse and dataset. */
    private static List<Unfinished> unfinishedRuns(JobStoreAddress address, Dataset dataset, ExportRequest request) {
        try {
            String warehouse = warehouseName(request);
            return RunHistory.unfinished(address).stream()
                    .filter(run ->
                            run.warehouse().equals(warehouse) && run.dataset().equals(dataset.name()))
                    .toList();
        } catch (SQLException e) {
            throw address.unreadable(e);
        }
    }

    /** How a run's warehouse is named in its parameters: the folder that holds the tables. */
    static String warehouseName(ExportRequest request) {
        return request.place().warehouse().resolve(request.place().namespace()).toString();
    }

    private static ExporterException interrupted(Dataset dataset, Unfinished run) {
        return ExporterException.refused(
                "interrupted-run",
                "run " + run.run() + " of the range " + run.requestedRange() + " was interrupted and is not finished",
                "dataset " + dataset.name() + ", warehouse " + run.warehouse(),
                "Continue it with --resume, or drop what it has done and start over with --fresh");
    }

    /** An interrupted run of another range text would be cut in two by this one. */
    private static void requireNoOverlap(List<Unfinished> unfinished, Optional<Unfinished> same, RunPlan plan) {
        KeyRange aligned = plan.aligned();
        for (Unfinished other : unfinished) {
            boolean isSame = same.isPresent() && same.get().run().equals(other.run());
            if (!isSame && other.aligned().overlaps(aligned)) {
                throw ExporterException.refused(
                        "interrupted-run-overlaps",
                        "run " + other.run() + " of the range " + other.requestedRange()
                                + " was interrupted and overlaps the range " + plan.requestedRange(),
                        "partitions " + other.aligned() + " and " + aligned,
                        isRange(other.requestedRange())
                                ? "Finish it first: ask for the range " + other.requestedRange()
                                        + " with --resume or --fresh"
                                : "Finish it first: run exporter " + other.requestedRange() + " once more");
            }
        }
    }

    /** Requests for only some partitions have a word in the place of the range. */
    private static boolean isRange(String requested) {
        return Character.isDigit(requested.charAt(0));
    }

    /** The plan of an interrupted run, under the options given now. */
    private static RunPlan plannedBefore(Unfinished run, Dataset dataset, ExportRequest request, Set<String> given) {
        JobFolder folder = JobFolder.of(run.staging(), run.run());
        byte[] bytes = folder.readPlan()
                .orElseThrow(() -> ExporterException.failed(
                        "staging-lost",
                        "run " + run.run() + " has published files, but its plan is gone from staging",
                        folder.path().toString(),
                        "Restore the folder, or start over with --fresh",
                        null));
        RunPlan plan = PlanFile.read(bytes, run.planSha256(), folder.path().toString());
        if (!plan.datasetSha256().equals(dataset.sha256())) {
            throw ExporterException.refused(
                    "dataset-changed",
                    "the definition of dataset " + dataset.name() + " has changed since run " + run.run()
                            + " was started",
                    dataset.origin(),
                    "Restore the definition, or start over with --fresh");
        }
        return plan.under(Resumption.merge(dataset, request, plan.request(), given));
    }
}
