package dev.exporter.operations;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.ExportRuns;
import dev.exporter.run.RunOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exports as runs of the Spring Batch job. */
final class RunningExports implements Exports {
    private static final Logger LOG = LoggerFactory.getLogger(RunningExports.class);

    private final Clock clock;
    private final ExportRuns runs;

    RunningExports(Clock clock, Optional<String> jobRepositoryPassword) {
        this.clock = clock;
        this.runs = new ExportRuns(clock, jobRepositoryPassword, new CommittedTables(clock));
    }

    @Override
    public Preview preview(Dataset dataset, ExportRequest request) {
        ExportRuns.PlannedRun planned = runs.plan(dataset, request);
        return new Preview(planned.plan(), planned.forecast(), planned.notes());
    }

    @Override
    public ExportReport run(Dataset dataset, ExportRequest request, Set<String> given, ProgressListener progress) {
        Instant start = clock.instant();
        Recorder recorder = new Recorder(progress);
        Ending ending;
        try {
            RunOutcome outcome = runs.run(dataset, request, given, recorder);
            ending = new Ending(Optional.of(outcome), outcome.exitCode(), outcome.tables(), outcome.problem());
        } catch (ExporterException e) {
            ending = new Ending(Optional.empty(), e.exitCode(), List.of(), Optional.of(e.problem()));
        } catch (RuntimeException e) {
            LOG.error("unexpected failure", e);
            Problem problem =
                    new Problem("unexpected", "an unexpected failure: " + e, "", "The log above has the details");
            ending = new Ending(Optional.empty(), ExitCode.FAILED, List.of(), Optional.of(problem));
        }
        return report(dataset, request, recorder, ending, Duration.between(start, clock.instant()));
    }

    /** How it ended, and what was committed; the outcome where a run had begun. */
    private record Ending(
            Optional<RunOutcome> outcome,
            ExitCode exitCode,
            List<RunOutcome.Table> tables,
            Optional<Problem> problem) {}

    private static ExportReport report(
            Dataset dataset, ExportRequest request, Recorder recorder, Ending ending, Duration elapsed) {
        Optional<RunPlan> plan = Optional.ofNullable(recorder.plan);
        boolean resumable = plan.isPresent()
                && switch (ending.exitCode()) {
                    case FAILED, INTERRUPTED, TERMINATED -> true;
                    case DONE, REFUSED, DIFFERENT, HELD, WOULD_LOSE_ROWS -> false;
                };
        return new ExportReport(
                ending.exitCode(),
                ending.outcome()
                        .map(RunOutcome::run)
                        .or(() -> plan.map(RunPlan::run))
                        .map(RunId::text),
                ending.outcome().map(RunOutcome::resumed).orElse(recorder.resumed),
                dataset.name(),
                request.requestedRange(),
                ending.outcome().map(RunOutcome::range).or(() -> plan.map(RunPlan::range)),
                ending.outcome().map(RunOutcome::aligned).or(() -> plan.map(RunPlan::aligned)),
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
                recorder.warnings,
                ending.problem(),
                resumable,
                elapsed);
    }

    /** Passes everything on, and keeps what the report needs. */
    private static final class Recorder implements ProgressListener {
        private final ProgressListener next;
        private final List<String> warnings = new CopyOnWriteArrayList<>();
        private volatile @org.jspecify.annotations.Nullable RunPlan plan;
        private volatile boolean resumed;

        private Recorder(ProgressListener next) {
            this.next = next;
        }

        @Override
        public void planned(RunPlan newPlan, boolean isResumed, int partitionsDone, int filesKept) {
            plan = newPlan;
            resumed = isResumed;
            next.planned(newPlan, isResumed, partitionsDone, filesKept);
        }

        @Override
        public void loading(long bytes, long expected) {
            next.loading(bytes, expected);
        }

        @Override
        public void reading(KeyRange partition, long sourceRows) {
            next.reading(partition, sourceRows);
        }

        @Override
        public void sorted(KeyRange partition, long rows) {
            next.sorted(partition, rows);
        }

        @Override
        public void fileWritten(KeyRange partition, String table, long rows, long bytes) {
            next.fileWritten(partition, table, rows, bytes);
        }

        @Override
        public void partitionDone(KeyRange partition) {
            next.partitionDone(partition);
        }

        @Override
        public void stage(String name) {
            next.stage(name);
        }

        @Override
        public void warning(String message) {
            warnings.add(message);
            next.warning(message);
        }

        @Override
        public void information(String message) {
            next.information(message);
        }
    }
}
