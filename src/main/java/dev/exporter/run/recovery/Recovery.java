package dev.exporter.run.recovery;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.planning.Json;
import dev.exporter.run.planning.Planner;
import dev.exporter.run.recovery.FoundRun.Verdict;
import dev.exporter.staging.JobFolder;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.runs.RunPin;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds runs that no job repository can go on with, and ends them: one that has committed is finished, one that has not
 * is rolled back. For one thread.
 */
public final class Recovery {
    private final Path warehouse;
    private final Path staging;
    private final Repositories repositories;

    /**
     * Of the runs of a warehouse.
     *
     * @param staging where runs have their folders that have published nothing yet
     * @param password of the runs' job repositories
     * @param onUnknown what to do about a job repository that cannot be asked
     */
    public Recovery(Path warehouse, Path staging, Optional<String> password, OnUnknown onUnknown) {
        this.warehouse = warehouse.toAbsolutePath().normalize();
        this.staging = staging.toAbsolutePath().normalize();
        this.repositories = new Repositories(password, onUnknown);
    }

    /** What to do about a run whose job repository cannot be asked. */
    public enum OnUnknown {
        /** It is left alone. */
        LEAVE,
        /** The repository is taken for lost. */
        LOST
    }

    /** All runs that are not finished, oldest first, each with what {@link #recover} would do. Changes nothing. */
    public List<FoundRun> find() {
        Warehouse tables = Warehouse.at(warehouse, Optional.empty(), "");
        List<RunId> live = Holders.of(warehouse).runs();
        List<RunId> published = tables.unfinishedRuns();
        List<FoundRun> found = new ArrayList<>();
        for (RunId run : published) {
            found.add(published(tables, run, live.contains(run)));
        }
        for (RunId run : JobFolder.runs(staging)) {
            if (!published.contains(run)) {
                staged(run, live.contains(run)).ifPresent(found::add);
            }
        }
        for (RunPin pin : tables.upkeep().pins()) {
            boolean isKnown = found.stream().anyMatch(one -> one.run().equals(pin.run()));
            if (!isKnown && !live.contains(pin.run())) {
                pinned(pin).ifPresent(found::add);
            }
        }
        found.sort((one, other) -> one.run().text().compareTo(other.run().text()));
        return found;
    }

    private FoundRun published(Warehouse tables, RunId run, boolean isLive) {
        Path where = warehouse.resolve(".exporter").resolve("runs").resolve(run + ".json");
        try {
            Optional<RunFile> runFile = tables.runFile(run);
            if (runFile.isEmpty() || isLive) {
                return left(run, where, "it is under way");
            }
            Optional<RunPlan> plan = plan(runFile.get());
            if (plan.isEmpty()) {
                return left(run, where, "the run file does not tell its plan");
            }
            Optional<String> obstacle = repositories.obstacle(plan.get());
            if (obstacle.isPresent()) {
                return found(plan.get(), where, Verdict.LEAVE, obstacle.get());
            }
            PublishedRun published = PublishedRun.of(warehouse, runFile.get(), plan.get());
            return found(plan.get(), where, published.verdict(), published.reason());
        } catch (ExporterException e) {
            return left(run, where, e.problem().text());
        }
    }

    private Optional<FoundRun> staged(RunId run, boolean isLive) {
        JobFolder folder = JobFolder.of(staging, run);
        Optional<byte[]> bytes = folder.readPlan();
        if (bytes.isEmpty()) {
            return Optional.empty(); // it had not begun; clean removes it
        }
        Optional<RunPlan> plan = plan(bytes.get());
        if (plan.isEmpty()) {
            return Optional.of(left(run, folder.path(), "its plan cannot be read"));
        }
        if (!plan.get().request().place().warehouse().equals(warehouse)) {
            return Optional.empty();
        }
        Optional<String> obstacle = isLive ? Optional.of("it is under way") : repositories.obstacle(plan.get());
        return Optional.of(found(
                plan.get(),
                folder.path(),
                obstacle.isPresent() ? Verdict.LEAVE : Verdict.DROP,
                obstacle.orElse("it has published nothing, and its job repository is lost")));
    }

    /** A run that has left nothing but what it needed of the tables. */
    private Optional<FoundRun> pinned(RunPin pin) {
        boolean isStaged = JobFolder.of(pin.stagingPath(), pin.run()).readPlan().isPresent();
        return isStaged
                ? Optional.empty() // in another staging directory than the one that is looked at
                : Optional.of(new FoundRun(
                        pin.run(),
                        "",
                        "",
                        pin.staging(),
                        Verdict.DROP,
                        "it has no plan in its staging directory, and keeps snapshots from expiring"));
    }

    /**
     * Does what {@link #find} has said, unless the run was taken up by a process in the meantime.
     *
     * @param said hears what was done, in sentences
     * @throws ExporterException with exit code 4, if the run's range is held; failed, if it cannot be ended
     */
    public void recover(FoundRun run, Consumer<String> said) {
        switch (run.verdict()) {
            case FINISH, ROLL_BACK -> {
                Warehouse tables = Warehouse.at(warehouse, Optional.empty(), "");
                RunFile runFile = tables.runFile(run.run()).orElseThrow();
                RunPlan plan = plan(runFile).orElseThrow();
                try (RangeHold hold = Holders.of(warehouse).take(plan.aligned(), run.run())) {
                    // Looked at again, now that nobody else can change it.
                    PublishedRun published = PublishedRun.of(warehouse, runFile, plan);
                    published.end(hold, said);
                }
            }
            case DROP -> {
                JobFolder folder = JobFolder.of(staging, run.run());
                Optional<RunPlan> plan = folder.readPlan().flatMap(Recovery::plan);
                if (plan.isPresent()) {
                    try (RangeHold hold = Holders.of(warehouse).take(plan.get().aligned(), run.run())) {
                        hold.requireHeld();
                        Planner.warehouse(plan.get().request()).discard(run.run());
                        folder.delete();
                        said.accept("run " + run.run() + ": removed " + folder.path());
                    }
                } else {
                    Warehouse.at(warehouse, Optional.empty(), "").finish(run.run());
                    said.accept("run " + run.run() + ": nothing is kept for it any more");
                }
            }
            case LEAVE -> said.accept("run " + run.run() + " is left: " + run.reason());
        }
    }

    /** The plan in a run file; empty where it tells none that can be read. */
    public static Optional<RunPlan> plan(RunFile runFile) {
        return runFile.plan().flatMap(text -> plan(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<RunPlan> plan(byte[] json) {
        try {
            return Optional.of(Json.read(json, RunPlan.class));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static FoundRun found(RunPlan plan, Path where, Verdict verdict, String reason) {
        return new FoundRun(plan.run(), plan.dataset(), plan.requestedRange(), where.toString(), verdict, reason);
    }

    private static FoundRun left(RunId run, Path where, String reason) {
        return new FoundRun(run, "", "", where.toString(), Verdict.LEAVE, reason);
    }
}
