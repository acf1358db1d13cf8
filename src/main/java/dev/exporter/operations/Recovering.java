package dev.exporter.operations;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.run.recovery.FoundRun;
import dev.exporter.run.recovery.Recovery;
import dev.exporter.upkeep.Places;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Ends runs whose job repository or staging is lost. For one thread. */
public final class Recovering {
    private final Path warehouse;
    private final Path staging;
    private final Recovery recovery;

    /**
     * Of the runs of a warehouse.
     *
     * @param staging where runs have their folders that have published nothing yet
     * @param password of the runs' job repositories
     * @param repositoryLost whether a job repository that cannot be asked is lost
     */
    public Recovering(Path warehouse, Path staging, Optional<String> password, boolean repositoryLost) {
        this.warehouse = warehouse;
        this.staging = staging;
        this.recovery = new Recovery(
                warehouse, staging, password, repositoryLost ? Recovery.OnUnknown.LOST : Recovery.OnUnknown.LEAVE);
    }

    /**
     * A run that is not finished.
     *
     * @param dataset its name; empty where it is not known
     * @param requestedRange as asked for; empty where it is not known
     * @param where the file or folder that tells of it
     * @param verdict {@code finish}, {@code give up}, {@code roll back}, {@code drop} or {@code leave}
     * @param reason why, in a phrase
     */
    public record Run(
            String runId, String dataset, String requestedRange, String where, String verdict, String reason) {
        /** Whether {@code recover} would change something about it. */
        public boolean isChanged() {
            return !verdict.equals(FoundRun.Verdict.LEAVE.text());
        }

        private static Run of(FoundRun found) {
            return new Run(
                    found.run().text(),
                    found.dataset(),
                    found.requestedRange(),
                    found.where(),
                    found.verdict().text(),
                    found.reason());
        }
    }

    /**
     * All runs that are not finished, or the one with this id, oldest first, with what {@link #recover} would do. Changes
     * nothing.
     *
     * @param runId empty for all
     * @throws ExporterException refused, if there is neither a warehouse nor a staging directory
     */
    public List<Run> list(Optional<String> runId) {
        Places.requireAny(warehouse, staging);
        return find(runId).stream().map(Run::of).toList();
    }

    /**
     * Ends the runs, or the one with this id.
     *
     * @param runId empty for all
     * @param said hears what was done, in sentences
     * @return the runs as they were found
     * @throws ExporterException with exit code 4, if a run's range is held; failed, if one cannot be ended, or the one with
     *     this id was left; those before it are ended then
     */
    public List<Run> recover(Optional<String> runId, Consumer<String> said) {
        List<FoundRun> chosen = find(runId);
        for (FoundRun found : chosen) {
            Optional<String> why = recovery.recover(found, said);
            if (why.isPresent() && runId.isPresent()) {
                throw notEnded(found, why.get());
            }
            why.ifPresent(reason -> said.accept("run " + found.run() + " is left: " + reason));
        }
        return chosen.stream().map(Run::of).toList();
    }

    private ExporterException notEnded(FoundRun run, String why) {
        boolean isUnderWay = recovery.isUnderWay(run);
        return new ExporterException(
                isUnderWay ? ExitCode.HELD : ExitCode.FAILED,
                new Problem(
                        isUnderWay ? "run-under-way" : "run-left",
                        "run " + run.run() + " was not ended: " + why,
                        run.where(),
                        isUnderWay ? "Wait until it has ended, or stop it" : ""),
                null);
    }

    private List<FoundRun> find(Optional<String> runId) {
        return recovery.find(runId.map(RunId::new)).stream()
                .filter(found -> runId.isEmpty() || found.run().text().equals(runId.get()))
                .toList();
    }
}
