package dev.exporter.run;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExportRequest.OnInterrupted;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.ending.EarlierRuns;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.job.CommitCheck;
import dev.exporter.run.planning.Json;
import dev.exporter.run.planning.PlanFile;
import dev.exporter.run.planning.Planner;
import dev.exporter.run.recovery.Recovery;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory;
import dev.exporter.run.repository.RunHistory.Unfinished;
import dev.exporter.staging.JobFolder;
import dev.exporter.warehouse.Warehouse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The unfinished runs of a request's warehouse and dataset.
 *
 * @param all as the job repository knows them
 */
record InterruptedRuns(Dataset dataset, ExportRequest request, List<Unfinished> all) {
    InterruptedRuns {
        all = List.copyOf(all);
    }

    /** @throws ExporterException failed, if the job repository cannot be read */
    static InterruptedRuns known(JobStoreAddress address, Dataset dataset, ExportRequest request) {
        try {
            String warehouse = warehouseName(request);
            return new InterruptedRuns(
                    dataset,
                    request,
                    RunHistory.unfinished(address).stream()
                            .filter(run -> run.warehouse().equals(warehouse)
                                    && run.dataset().equals(dataset.name()))
                            .toList());
        } catch (SQLException e) {
            throw address.unreadable(e);
        }
    }

    /** How a run's warehouse is named in its parameters: the folder that holds the tables. */
    static String warehouseName(ExportRequest request) {
        return request.place().warehouse().resolve(request.place().namespace()).toString();
    }

    /** Those of the request's range, by its text. */
    Stream<Unfinished> ofTheRange() {
        return all.stream().filter(run -> run.requestedRange().equals(request.requestedRange()));
    }

    /** Those that have nothing to do any more. */
    List<Unfinished> spent() {
        return all.stream().filter(this::isSpent).toList();
    }

    InterruptedRuns without(List<Unfinished> some) {
        return new InterruptedRuns(
                dataset,
                request,
                all.stream().filter(run -> !some.contains(run)).toList());
    }

    /**
     * Whether one of the request's range can go on. One that has committed everything and was found to differ has told so:
     * what mends the tables is another run.
     */
    boolean isAnyToGoOn() {
        return ofTheRange()
                .anyMatch(run -> !isSpent(run)
                        || run.isCommitted() && !run.problem().equals(Optional.of(CommitCheck.DIFFERENT)));
    }

    /** A run to be resumed that had committed everything, and died, or was found to differ, before it was noted. */
    Optional<Unfinished> swept() {
        return request.onInterrupted() == OnInterrupted.RESUME
                ? ofTheRange()
                        .filter(Unfinished::isCommitted)
                        .filter(this::isSpent)
                        .findFirst()
                : Optional.empty();
    }

    private boolean isSpent(Unfinished run) {
        return EarlierRuns.isSpent(Planner.warehouse(request), run);
    }

    /** A run that the job repository does not know can neither be finished by it nor overlooked. */
    void requireKnown(RunPlan plan) {
        Set<RunId> runs = all.stream().map(Unfinished::run).collect(Collectors.toSet());
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

    /** What is said of one that the request does not decide on. */
    ExporterException interrupted(Unfinished run) {
        return ExporterException.refused(
                "interrupted-run",
                "run " + run.run() + " of the range " + run.requestedRange() + " was interrupted and is not finished",
                "dataset " + dataset.name() + ", warehouse " + run.warehouse(),
                "Continue it with --resume, or drop what it has done and start over with --fresh");
    }

    /** An interrupted run of another range text would be cut in two by this one. */
    void requireNoOverlap(Optional<Unfinished> same, RunPlan plan) {
        KeyRange aligned = plan.aligned();
        for (Unfinished other : all) {
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
    RunPlan planned(Unfinished run, Set<String> given) {
        JobFolder folder = JobFolder.of(run.staging(), run.run());
        byte[] bytes = folder.readPlan()
                .orElseThrow(() -> ExporterException.failed(
                        "staging-lost",
                        "run " + run.run() + " has published files, but its plan is gone from staging",
                        folder.path().toString(),
                        "Restore the folder, or end the run with exporter recover",
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
        return plan.under(Resumption.merge(dataset, request, plan, given));
    }
}
