package dev.exporter.upkeep;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExportRequest.OnInterrupted;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.SyncRules;
import dev.exporter.run.ExportRuns;
import dev.exporter.run.Signals;
import dev.exporter.run.SyncRuns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps tables up to date with their source, once or again and again. For one thread. */
public final class Sync {
    private static final Logger LOG = LoggerFactory.getLogger(Sync.class);

    private final Clock clock;
    private final SyncRuns runs;
    private final Dataset dataset;
    private final SyncRules rules;
    private final Set<String> given;

    /**
     * Of a dataset.
     *
     * @param given names of the options that the user gave explicitly, in camel case
     */
    public Sync(Clock clock, ExportRuns runs, Dataset dataset, SyncRules rules, Set<String> given) {
        this.clock = clock;
        this.runs = new SyncRuns(clock, runs);
        this.dataset = dataset;
        this.rules = rules;
        this.given = Set.copyOf(given);
    }

    /** Hears of cycles as they come. */
    public interface Listener {
        /** A cycle begins; the progress of its run is told to the result. */
        ProgressListener begins();

        void ended(Ended cycle);
    }

    /**
     * A cycle that has ended.
     *
     * @param cycle what it came to; empty where it came to nothing, as the problem tells
     */
    public record Ended(
            ExitCode exitCode, Optional<SyncRuns.Cycle> cycle, Optional<Problem> problem, Duration elapsed) {
        private boolean isResumed() {
            return cycle.map(SyncRuns.Cycle::resumed).orElse(false);
        }
    }

    /**
     * Does one cycle, after the interrupted one where there is one; and then others, each {@code every} after the one
     * before began, until a signal comes or a cycle is refused. One that fails is tried again in its turn.
     *
     * @param every empty: no others
     * @return how the last one ended, or the signal that came between two
     */
    public ExitCode run(ExportRequest request, Optional<Duration> every, Listener listener) {
        try (Signals signals = Signals.listen()) {
            ExportRequest next = request;
            while (true) {
                Instant begin = clock.instant();
                Ended ended = cycle(next, begin, listener.begins(), signals);
                listener.ended(ended);
                if (ended.isResumed() && ended.exitCode() == ExitCode.DONE) {
                    continue;
                }
                if (every.isEmpty() || isLast(ended.exitCode())) {
                    return ended.exitCode();
                }
                Optional<ExitCode> stopped = signals.await(pause(begin, every.get()));
                if (stopped.isPresent()) {
                    return stopped.get();
                }
                if (ended.cycle().isPresent()) {
                    // What there was to be given up is.
                    next = request.withOnInterrupted(OnInterrupted.REFUSE);
                }
            }
        }
    }

    private Duration pause(Instant begin, Duration every) {
        Duration pause = Duration.between(clock.instant(), begin.plus(every));
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    private static boolean isLast(ExitCode exitCode) {
        return switch (exitCode) {
            case REFUSED, INTERRUPTED, TERMINATED -> true;
            case DONE, FAILED, DIFFERENT, HELD, WOULD_LOSE_ROWS -> false;
        };
    }

    private Ended cycle(ExportRequest request, Instant begin, ProgressListener progress, Signals signals) {
        try {
            SyncRuns.Cycle cycle = runs.cycle(dataset, request, rules, given, progress, signals);
            return new Ended(
                    cycle.exitCode(),
                    Optional.of(cycle),
                    cycle.run().flatMap(run -> run.problem()),
                    Duration.between(begin, clock.instant()));
        } catch (ExporterException e) {
            return failed(e.exitCode(), e.problem(), begin);
        } catch (RuntimeException e) {
            LOG.error("unexpected failure", e);
            Problem problem =
                    new Problem("unexpected", "an unexpected failure: " + e, "", "The log above has the details");
            return failed(ExitCode.FAILED, problem, begin);
        }
    }

    private Ended failed(ExitCode exitCode, Problem problem, Instant begin) {
        return new Ended(exitCode, Optional.empty(), Optional.of(problem), Duration.between(begin, clock.instant()));
    }
}
