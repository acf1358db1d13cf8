package dev.exporter.run;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExportRequest.OnInterrupted;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.RunHistory.Unfinished;
import dev.exporter.staging.JobFolder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts and resumes export runs. Refusals come before anything is written: no job instance, no folder, no lock.
 * Thread-safe.
 */
public final class ExportRuns {
    private final Planner planner;
    private final Optional<String> password;

    /** @param password of the job repository's database */
    public ExportRuns(Clock clock, Optional<String> password) {
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
        return new PlannedRun(planned.plan(), planned.notes());
    }

    /**
     * A plan for people to look at.
     *
     * @param notes what was noticed while making it
     */
    public record PlannedRun(RunPlan plan, List<String> notes) {
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
        JobStoreAddress address = JobStoreAddress.parse(
                request.place().jobRepository(), request.place().staging(), password);
        StopSignal stop = new StopSignal();
        try (Signals signals = Signals.into(stop)) {
            Next next = signals.unlessReceived(() -> next(address, dataset, request, given, progress));
            RunExecution execution = new RunExecution(dataset, address, progress, stop, signals);
            return next.isResumed()
                    ? execution.resume(next.plan(), next.interrupted().orElseThrow())
                    : execution.start(next.plan(), next.interrupted());
        }
    }

    /**
     * What is to be done.
     *
     * @param interrupted an interrupted run of the same range
     * @param isResumed whether the interrupted run goes on; otherwise it is given up
     */
    private record Next(RunPlan plan, Optional<Unfinished> interrupted, boolean isResumed) {}

    private Next next(
            JobStoreAddress address,
            Dataset dataset,
            ExportRequest request,
            Set<String> given,
            ProgressListener progress) {
        List<Unfinished> unfinished = unfinishedRuns(address, dataset, request);
        Optional<Unfinished> same = unfinished.stream()
                .filter(run -> run.requestedRange().equals(request.requestedRange()))
                .reduce((first, second) -> second);
        if (same.isPresent() && request.onInterrupted() == OnInterrupted.REFUSE) {
            throw interrupted(dataset, same.get());
        }
        if (same.isPresent() && request.onInterrupted() == OnInterrupted.RESUME) {
            Optional<RunPlan> plan = plannedBefore(same.get(), dataset, request, given, progress);
            if (plan.isPresent()) {
                return new Next(plan.get(), same, true);
            }
        }
        Planner.Planned planned = planner.plan(dataset, request);
        requireNoOverlap(unfinished, same, planned.plan());
        planned.notes().forEach(progress::information);
        if (same.isEmpty() && request.onInterrupted() == OnInterrupted.RESUME) {
            progress.information("no interrupted run of dataset " + dataset.name() + ", range "
                    + request.requestedRange() + " in " + warehouseName(request) + "; starting one");
        }
        return new Next(planned.plan(), same, false);
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
            throw ExporterException.failed(
                    "job-repository-unavailable",
                    "the job repository cannot be read: " + e.getMessage(),
                    address.shown(),
                    "Check --jobRepository and --stagingDir",
                    e);
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
                        "Finish it first: ask for the range " + other.requestedRange() + " with --resume or --fresh");
            }
        }
    }

    /** The plan of an interrupted run under the options given now; empty where it died before it had one. */
    private static Optional<RunPlan> plannedBefore(
            Unfinished run, Dataset dataset, ExportRequest request, Set<String> given, ProgressListener progress) {
        Path staging = request.place().staging();
        JobFolder folder = JobFolder.of(staging, run.run());
        Optional<byte[]> bytes = folder.readPlan();
        if (bytes.isEmpty()) {
            if (Planner.warehouse(request).runFile(run.run()).isPresent()) {
                throw ExporterException.failed(
                        "staging-lost",
                        "run " + run.run() + " has published files, but its plan is gone from staging",
                        folder.path().toString(),
                        "Give the --stagingDir that it was started with, or start over with --fresh",
                        null);
            }
            progress.information("run " + run.run() + " left nothing behind that could be continued; starting anew");
            return Optional.empty();
        }
        RunPlan plan =
                PlanFile.read(bytes.get(), run.planSha256(), folder.path().toString());
        if (!plan.datasetSha256().equals(dataset.sha256())) {
            throw ExporterException.refused(
                    "dataset-changed",
                    "the definition of dataset " + dataset.name() + " has changed since run " + run.run()
                            + " was started",
                    dataset.origin(),
                    "Restore the definition, or start over with --fresh");
        }
        return Optional.of(plan.under(Resumption.merge(dataset, request, plan.request(), given)));
    }
}
