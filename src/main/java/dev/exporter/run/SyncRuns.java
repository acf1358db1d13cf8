package dev.exporter.run;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExportRequest.OnInterrupted;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.SyncRules;
import dev.exporter.run.ending.RunOutcome;
import dev.exporter.run.planning.Planner;
import dev.exporter.run.sync.Reasons;
import dev.exporter.run.sync.SourceChanges;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Exports what the source has and the tables do not, in one run at a time. Thread-safe. */
public final class SyncRuns {
    private final Clock clock;
    private final ExportRuns runs;

    public SyncRuns(Clock clock, ExportRuns runs) {
        this.clock = clock;
        this.runs = runs;
    }

    /**
     * What a cycle came to.
     *
     * @param reasons why partitions were read; none where an interrupted cycle was continued
     * @param run empty where there was nothing to do
     * @param resumed whether it continued an interrupted cycle and has not looked for anything new
     */
    public record Cycle(Reasons reasons, Optional<RunOutcome> run, boolean resumed) {
        public ExitCode exitCode() {
            return run.map(RunOutcome::exitCode).orElse(ExitCode.DONE);
        }
    }

    /**
     * Continues the interrupted cycle, if there is one, or else looks for changes and exports them.
     *
     * @param request its range and partitions do not matter; {@link OnInterrupted#FRESH} gives an interrupted cycle up
     * @param given names of the options that the user gave explicitly, in camel case
     * @param signals stay the caller's
     * @throws ExporterException as {@link ExportRuns#run} does
     */
    public Cycle cycle(
            Dataset dataset,
            ExportRequest request,
            SyncRules rules,
            Set<String> given,
            ProgressListener progress,
            Signals signals) {
        signals.next(); // whatever an earlier cycle was stopped by
        ExportRequest known = request.withPartitions(request.partitions()
                .only(new ExportRequest.Only(SourceChanges.PURPOSE, List.of()), ExportRequest.Rewrite.GAINED));
        if (request.onInterrupted() == OnInterrupted.FRESH) {
            // First of all, since there may be nothing to export for which it would be given up.
            runs.giveUp(dataset, known);
        } else if (signals.unlessReceived(() -> runs.isInterrupted(dataset, known))) {
            ExportRequest resumed = known.withOnInterrupted(OnInterrupted.RESUME);
            return new Cycle(Reasons.NONE, Optional.of(runs.run(dataset, resumed, given, progress, signals)), true);
        }
        Instant now = clock.instant();
        SourceChanges.Found found = signals.unlessReceived(() -> new SourceChanges(dataset, request, rules).find(now));
        Optional<RunOutcome> run = found.request().map(some -> runs.run(dataset, some, given, progress, signals));
        found.unreached().ifPresent(progress::warning);
        if (found.unreached().isEmpty() && (run.isEmpty() || run.get().exitCode() == ExitCode.DONE)) {
            Planner.warehouse(request).sourceCounts(dataset.name()).noteCaughtUp(now);
        }
        return new Cycle(found.reasons(), run, false);
    }
}
