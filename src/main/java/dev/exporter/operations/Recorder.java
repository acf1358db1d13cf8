package dev.exporter.operations;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.ending.RunOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Passes on what a run tells of itself, and keeps what its report needs. Thread-safe. */
final class Recorder extends ProgressListener.Forwarding {
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private volatile @Nullable RunPlan plan;
    private volatile boolean resumed;

    Recorder(ProgressListener next) {
        super(next);
    }

    /** How a run ended, and what was committed; the outcome where one had begun. */
    record Ending(
            Optional<RunOutcome> outcome, ExitCode exitCode, List<RunOutcome.Table> tables, Optional<Problem> problem) {
        static Ending of(RunOutcome outcome) {
            return new Ending(Optional.of(outcome), outcome.exitCode(), outcome.tables(), outcome.problem());
        }

        static Ending of(ExitCode exitCode, Problem problem) {
            return new Ending(Optional.empty(), exitCode, List.of(), Optional.of(problem));
        }
    }

    ExportReport report(Dataset dataset, String requestedRange, Ending ending, Duration elapsed) {
        Optional<RunPlan> planned = Optional.ofNullable(plan);
        boolean resumable = planned.isPresent()
                && ending.problem().filter(Problem::lasts).isEmpty()
                && switch (ending.exitCode()) {
                    case FAILED, INTERRUPTED, TERMINATED -> true;
                    case DONE, REFUSED, DIFFERENT, HELD, WOULD_LOSE_ROWS -> false;
                };
        return new ExportReport(
                ending.exitCode(),
                ending.outcome()
                        .map(RunOutcome::run)
                        .or(() -> planned.map(RunPlan::run))
                        .map(RunId::text),
                ending.outcome().map(RunOutcome::resumed).orElse(resumed),
                dataset.name(),
                requestedRange,
                ending.outcome().map(RunOutcome::range).or(() -> planned.map(RunPlan::range)),
                ending.outcome().map(RunOutcome::aligned).or(() -> planned.map(RunPlan::aligned)),
                ending.tables().stream()
                        .map(table -> new ExportReport.Table(
                                table.name(),
                                table.rows(),
                                table.files(),
                                table.bytes(),
                                table.snapshotId(),
                                table.replacedFiles(),
                                table.keptPartitions()))
                        .toList(),
                warnings,
                ending.problem(),
                resumable,
                elapsed);
    }

    @Override
    public void planned(RunPlan newPlan, boolean isResumed, int partitionsDone, int filesKept) {
        plan = newPlan;
        resumed = isResumed;
        super.planned(newPlan, isResumed, partitionsDone, filesKept);
    }

    @Override
    public void warning(String message) {
        warnings.add(message);
        super.warning(message);
    }
}
