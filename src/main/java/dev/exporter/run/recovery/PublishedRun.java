package dev.exporter.run.recovery;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.recovery.FoundRun.Verdict;
import dev.exporter.staging.JobFolder;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.runs.RunFile.PlannedCommit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A run that has published, as its run file and the tables tell. For one thread. */
final class PublishedRun {
    private final Warehouse warehouse;
    private final RunFile runFile;
    private final RunPlan plan;
    /** In the order in which they are done. */
    private final List<TableCommit> commits;

    private final List<TableCommit> open;

    private PublishedRun(Warehouse warehouse, RunFile runFile, RunPlan plan, List<TableCommit> commits) {
        this.warehouse = warehouse;
        this.runFile = runFile;
        this.plan = plan;
        this.commits = commits;
        this.open = commits.stream()
                .filter(commit -> !warehouse.isCommitted(commit))
                .toList();
    }

    /**
     * Looks at a run.
     *
     * @throws ExporterException refused, if its dataset is not there as it was
     */
    static PublishedRun of(Path root, RunFile runFile, RunPlan plan) {
        Warehouse warehouse = Warehouse.at(
                root,
                plan.request().place().warehouseLocation(),
                plan.request().place().namespace());
        Dataset dataset = DatasetReader.read(plan.request().dataset());
        if (!dataset.sha256().equals(plan.datasetSha256())) {
            throw ExporterException.refused(
                    "dataset-changed",
                    "the definition of dataset " + dataset.name() + " has changed since run " + plan.run()
                            + " was started",
                    dataset.origin(),
                    "Restore the definition");
        }
        List<TableCommit> commits = new ArrayList<>();
        for (RunPlan.Wave wave : plan.waves()) {
            dataset.tables()
                    .forEach(table -> runFile.commits().stream()
                            .filter(planned -> planned.wave() == wave.number()
                                    && planned.table().equals(table.name()))
                            .map(PlannedCommit::rewritten)
                            .forEach(rewritten ->
                                    commits.add(new TableCommit(plan, wave, table, dataset.range(), rewritten))));
        }
        return new PublishedRun(warehouse, runFile, plan, commits);
    }

    private boolean isCommitting() {
        return open.size() < commits.size();
    }

    Verdict verdict() {
        return isCommitting() ? Verdict.FINISH : Verdict.ROLL_BACK;
    }

    /**
     * Why a run that has committed can never be finished; empty where it can. One that has committed nothing is rolled back
     * all the same.
     */
    Optional<String> conflict() {
        return isCommitting()
                ? kept().stream()
                        .flatMap(commit -> warehouse.conflict(commit).stream())
                        .map(conflict ->
                                commitsDone() + "; " + conflict.problem().message())
                        .findFirst()
                : Optional.empty();
    }

    /** All commits but those of a wave that would be withdrawn. */
    private List<TableCommit> kept() {
        Optional<Integer> withdrawn = unfinishable();
        return commits.stream()
                .filter(commit -> !withdrawn.equals(Optional.of(commit.wave().number())))
                .toList();
    }

    private String commitsDone() {
        return (commits.size() - open.size()) + " of its " + commits.size() + " commits are done";
    }

    String reason() {
        return isCommitting()
                ? commitsDone()
                : "it has published " + runFile.files().size() + " files at most, and committed nothing";
    }

    /** Ends the run, as {@link #verdict} says. Can be repeated after a stop at any instruction. */
    void end(RangeHold hold, Consumer<String> said) {
        JobFolder staging = JobFolder.of(plan.request().place().staging(), plan.run());
        hold.requireHeld();
        if (isCommitting()) {
            finish(hold, said);
            staging.delete();
            warehouse.finish(plan.run());
            said.accept("run " + plan.run() + ": finished");
        } else {
            staging.delete();
            warehouse.discard(plan.run());
            said.accept("run " + plan.run() + ": rolled back");
        }
    }

    /** Ends a run that has a {@link #conflict}: what it has committed stays. Can be repeated likewise. */
    void giveUp(RangeHold hold, Consumer<String> said) {
        Set<Integer> whole = waves();
        commits.stream()
                .filter(commit ->
                        open.contains(commit) || warehouse.conflict(commit).isPresent())
                .forEach(commit -> whole.remove(commit.wave().number()));
        hold.requireHeld();
        JobFolder.of(plan.request().place().staging(), plan.run()).delete();
        warehouse.giveUp(plan.run(), plan.tableNames());
        tellWhatIsMissing(whole, "is not exported to all tables", said);
        said.accept("run " + plan.run() + ": given up; what it has committed stays");
    }

    private void finish(RangeHold hold, Consumer<String> said) {
        Optional<Integer> withdrawn = unfinishable();
        // Not those of a partition that was read again either, whose files of an earlier attempt no commit names.
        Set<StagedFile> kept = commits.stream()
                .filter(commit -> !withdrawn.equals(Optional.of(commit.wave().number())))
                .flatMap(commit -> files(commit).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<StagedFile> dropped =
                runFile.files().stream().filter(file -> !kept.contains(file)).toList();
        // Also moves what is still staged, and makes sure that every file is what the run has written.
        warehouse.publish(new RunFile(runFile.run(), runFile.rangeColumn(), List.copyOf(kept)));
        for (TableCommit commit : open) {
            if (!withdrawn.equals(Optional.of(commit.wave().number()))) {
                hold.requireHeld();
                TableCommit.Result result = warehouse.commit(commit);
                said.accept("run " + plan.run() + ": committed table "
                        + commit.table().name() + ", snapshot " + result.snapshotId());
            }
        }
        warehouse.withdraw(new RunFile(runFile.run(), runFile.rangeColumn(), dropped));
        Set<Integer> done = waves();
        withdrawn.ifPresent(done::remove);
        tellWhatIsMissing(done, "was not exported", said);
    }

    /** The last wave, where it has committed nothing and files of it were neither published nor kept in staging. */
    private Optional<Integer> unfinishable() {
        Set<Integer> waves = new TreeSet<>();
        open.forEach(commit -> waves.add(commit.wave().number()));
        return waves.stream()
                .filter(wave -> commits.stream()
                        .filter(commit -> commit.wave().number() == wave)
                        .allMatch(open::contains))
                .filter(wave -> open.stream()
                        .filter(commit -> commit.wave().number() == wave)
                        .flatMap(commit -> files(commit).stream())
                        .anyMatch(file -> !warehouse.isThere(runFile.rangeColumn(), file)))
                .findFirst();
    }

    private static List<StagedFile> files(TableCommit commit) {
        return commit.rewritten().stream()
                .flatMap(partition -> partition.files().stream())
                .toList();
    }

    /** The numbers of those that have come to their publication. */
    private Set<Integer> waves() {
        return commits.stream().map(commit -> commit.wave().number()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Waves that had not come to their publication are as if they had never been asked for. */
    private void tellWhatIsMissing(Set<Integer> done, String how, Consumer<String> said) {
        plan.waves().stream()
                .filter(wave -> !done.contains(wave.number()))
                .forEach(wave ->
                        said.accept("run " + plan.run() + ": " + wave.range() + " " + how + "; export it anew"));
    }
}
