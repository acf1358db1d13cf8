package dev.exporter.run.recovery;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds runs that no job repository can go on with, and ends them: one that has committed is finished, one that has not
 * is rolled back. One that has committed and can never be finished is given up where it is meant. For one thread.
 */
public final class Recovery {
    private static final String UNDER_WAY = "it is under way";

    private final Path warehouse;
    private final Path staging;
    private final Optional<String> password;
    private final OnUnknown onUnknown;

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
        this.password = password;
        this.onUnknown = onUnknown;
    }

    /** What to do about a run whose job repository cannot be asked. */
    public enum OnUnknown {
        /** It is left alone. */
        LEAVE,
        /** The repository is taken for lost. */
        LOST
    }

    /**
     * All runs that are not finished, oldest first, each with what {@link #recover} would do. Changes nothing.
     *
     * @param meant a run that is meant by its id: of this one a pin is dropped also where only another machine could tell
     *     that nothing else is left, and it is given up where nobody can finish it
     */
    public List<FoundRun> find(Optional<RunId> meant) {
        Warehouse tables = tables();
        Repositories repositories = new Repositories(password, onUnknown);
        Set<RunId> runs = new TreeSet<>(Comparator.comparing(RunId::text));
        runs.addAll(tables.unfinishedRuns());
        runs.addAll(JobFolder.runs(staging));
        tables.upkeep().pins().forEach(pin -> runs.add(pin.run()));
        // Asked for after them: whoever has left something holds its range already.
        List<RunId> live = Holders.of(warehouse).runs();
        return runs.stream()
                .flatMap(run -> look(tables, repositories, run, live.contains(run), meant).stream())
                .toList();
    }

    private Warehouse tables() {
        return Warehouse.at(warehouse, Optional.empty(), "");
    }

    private Optional<FoundRun> look(
            Warehouse tables, Repositories repositories, RunId run, boolean isLive, Optional<RunId> meant) {
        boolean isMeant = meant.equals(Optional.of(run));
        Optional<FoundRun> published = published(tables, repositories, run, isLive, isMeant);
        Optional<FoundRun> known = published.isPresent() ? published : staged(repositories, run, isLive);
        return known.isPresent() || isLive ? known : pin(tables, run).flatMap(pin -> pinned(tables, pin, isMeant));
    }

    private static Optional<RunPin> pin(Warehouse tables, RunId run) {
        return tables.upkeep().pins().stream()
                .filter(pin -> pin.run().equals(run))
                .findFirst();
    }

    private Optional<FoundRun> published(
            Warehouse tables, Repositories repositories, RunId run, boolean isLive, boolean isMeant) {
        Path where = warehouse.resolve(".exporter").resolve("runs").resolve(run + ".json");
        try {
            Optional<RunFile> runFile = tables.runFile(run);
            return runFile.map(
                    file -> isLive ? left(run, where, UNDER_WAY) : published(repositories, file, where, isMeant));
        } catch (ExporterException e) {
            return Optional.of(left(run, where, e.problem().text()));
        }
    }

    private FoundRun published(Repositories repositories, RunFile runFile, Path where, boolean isMeant) {
        RunId run = runFile.run();
        try {
            Optional<RunPlan> plan = plan(runFile);
            if (plan.isEmpty()) {
                return left(run, where, "the run file does not tell its plan");
            }
            PublishedRun published = PublishedRun.of(warehouse, runFile, plan.get());
            Optional<String> conflict = published.conflict();
            if (conflict.isPresent()) {
                return isMeant
                        ? found(plan.get(), where, Verdict.GIVE_UP, conflict.get())
                        : found(plan.get(), where, Verdict.LEAVE, conflict.get() + "; to give it up, name it by --run");
            }
            Optional<String> obstacle = repositories.obstacle(plan.get());
            if (obstacle.isPresent()) {
                return found(plan.get(), where, Verdict.LEAVE, obstacle.get());
            }
            return found(plan.get(), where, published.verdict(), published.reason());
        } catch (ExporterException e) {
            return left(run, where, e.problem().text());
        }
    }

    private Optional<FoundRun> staged(Repositories repositories, RunId run, boolean isLive) {
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
        try {
            Optional<String> obstacle = isLive ? Optional.of(UNDER_WAY) : repositories.obstacle(plan.get());
            return Optional.of(obstacle.map(why -> found(plan.get(), folder.path(), Verdict.LEAVE, why))
                    .orElseGet(() -> found(
                            plan.get(),
                            folder.path(),
                            Verdict.DROP,
                            (hasCommitted(plan.get()) ? "it has committed everything" : "it has published nothing")
                                    + ", and its job repository is lost")));
        } catch (ExporterException e) {
            return Optional.of(left(run, folder.path(), e.problem().text()));
        }
    }

    /** Of a run without a run file: then it has nothing left to commit. */
    private static boolean hasCommitted(RunPlan plan) {
        return Planner.warehouse(plan.request()).hasCommitOf(plan.run(), plan.tableNames());
    }

    /** A run that has left nothing here but what it needs of the tables. */
    private Optional<FoundRun> pinned(Warehouse tables, RunPin pin, boolean isMeant) {
        if (JobFolder.of(pin.stagingPath(), pin.run()).readPlan().isPresent()) {
            return Optional.empty(); // in another staging directory than the one that is looked at
        }
        boolean isVoid = Pins.isVoid(pin, tables, Holders.of(warehouse));
        return Optional.of(new FoundRun(
                pin.run(),
                "",
                "",
                pin.staging(),
                isVoid || isMeant ? Verdict.DROP : Verdict.LEAVE,
                isVoid
                        ? "it has no plan in its staging directory, and keeps snapshots from expiring"
                        : "the staging directory " + pin.staging() + " of the machine " + pin.host()
                                + " cannot be seen from here, and the run keeps snapshots from expiring"
                                + (isMeant ? "" : "; if it is gone for good, drop the run by --run")));
    }

    /**
     * Does what {@link #find} has said, unless the run has been taken up in the meantime.
     *
     * @param said hears what was done, in sentences
     * @return why the run was left, in a phrase; empty where it has ended
     * @throws ExporterException with exit code 4, if the run's range is held; failed, if it cannot be ended
     */
    public Optional<String> recover(FoundRun run, Consumer<String> said) {
        if (run.verdict() == Verdict.LEAVE) {
            return Optional.of(run.reason());
        }
        Optional<KeyRange> range = range(run.run());
        if (range.isEmpty()) {
            said.accept("run " + run.run() + " has ended meanwhile");
            return Optional.empty();
        }
        try (RangeHold hold = Holders.of(warehouse).take(range.get(), run.run())) {
            // Looked at again, now that nobody else can change it; found to be dropped, it was meant.
            Repositories repositories = new Repositories(password, onUnknown);
            Optional<FoundRun> now = look(tables(), repositories, run.run(), false, Optional.of(run.run()));
            if (now.filter(one -> one.verdict() == run.verdict()).isEmpty()) {
                return Optional.of("it is not as it was found any more; look at it again");
            }
            hold.requireHeld();
            end(run, hold, said);
            return Optional.empty();
        }
    }

    /** Whether a process is at a run now. */
    public boolean isUnderWay(FoundRun run) {
        return Holders.of(warehouse).runs().contains(run.run());
    }

    /** What a run's process would hold, by whatever it has left; empty where that is nothing. */
    private Optional<KeyRange> range(RunId run) {
        return tables().runFile(run)
                .flatMap(Recovery::plan)
                .or(() -> stagedPlan(run))
                .map(RunPlan::aligned)
                .or(() -> pin(tables(), run).map(RunPin::aligned));
    }

    private Optional<RunPlan> stagedPlan(RunId run) {
        return JobFolder.of(staging, run).readPlan().flatMap(Recovery::plan);
    }

    private void end(FoundRun run, RangeHold hold, Consumer<String> said) {
        Optional<RunFile> runFile = tables().runFile(run.run());
        if (runFile.isPresent()) {
            PublishedRun published = PublishedRun.of(
                    warehouse, runFile.get(), plan(runFile.get()).orElseThrow());
            if (run.verdict() == Verdict.GIVE_UP) {
                published.giveUp(hold, said);
            } else {
                published.end(hold, said);
            }
            return;
        }
        Optional<RunPlan> plan = stagedPlan(run.run());
        if (plan.isPresent()) {
            drop(plan.get(), said);
        } else {
            tables().finish(run.run());
            said.accept("run " + run.run() + ": nothing is kept for it any more");
        }
    }

    private void drop(RunPlan plan, Consumer<String> said) {
        JobFolder folder = JobFolder.of(staging, plan.run());
        Planner.warehouse(plan.request()).giveUp(plan.run(), plan.tableNames());
        folder.delete();
        said.accept("run " + plan.run() + ": removed " + folder.path());
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
