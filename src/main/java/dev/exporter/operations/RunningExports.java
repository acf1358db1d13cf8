package dev.exporter.operations;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.run.ExportRuns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
    public boolean isInterrupted(Dataset dataset, ExportRequest request) {
        return runs.isInterrupted(dataset, request);
    }

    @Override
    public void giveUp(Dataset dataset, ExportRequest request) {
        runs.giveUp(dataset, request);
    }

    @Override
    public ExportReport run(Dataset dataset, ExportRequest request, Set<String> given, ProgressListener progress) {
        Instant start = clock.instant();
        Recorder recorder = new Recorder(progress);
        Recorder.Ending ending;
        try {
            ending = Recorder.Ending.of(runs.run(dataset, request, given, recorder));
        } catch (ExporterException e) {
            ending = Recorder.Ending.of(e.exitCode(), e.problem());
        } catch (RuntimeException e) {
            LOG.error("unexpected failure", e);
            Problem problem =
                    new Problem("unexpected", "an unexpected failure: " + e, "", "The log above has the details");
            ending = Recorder.Ending.of(ExitCode.FAILED, problem);
        }
        return recorder.report(dataset, request.requestedRange(), ending, Duration.between(start, clock.instant()));
    }
}
