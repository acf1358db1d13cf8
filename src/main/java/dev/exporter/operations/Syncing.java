package dev.exporter.operations;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.SyncRules;
import dev.exporter.run.ExportRuns;
import dev.exporter.run.SyncRuns;
import dev.exporter.run.sync.Reasons;
import dev.exporter.run.sync.SourceChanges;
import dev.exporter.upkeep.Sync;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the tables of a dataset up to date with their source. For one thread. */
public final class Syncing {
    private final Dataset dataset;
    private final SyncRules rules;
    private final Set<String> given;
    private final Optional<String> password;

    /**
     * Of a dataset.
     *
     * @param given names of the options that the user gave explicitly, in camel case
     * @param password of the job repository's database
     */
    public Syncing(Dataset dataset, SyncRules rules, Set<String> given, Optional<String> password) {
        this.dataset = dataset;
        this.rules = rules;
        this.given = Set.copyOf(given);
        this.password = password;
    }

    /** Hears of cycles as they come. */
    public interface Listener {
        /** A cycle begins; the progress of its run is told to the result. */
        ProgressListener begins();

        void ended(Cycle cycle);
    }

    /**
     * A cycle that has ended. The first four numbers are of partitions that were read, and why; each counts once.
     *
     * @param number from 1
     * @param fresh have keys that the tables did not have
     * @param arrived have rows that came, by their own word, since the tables caught up, or shortly before
     * @param counted had another number of rows in the source than before
     * @param stale had been read long ago
     * @param resumed whether it continued an interrupted cycle
     * @param report of its run; without a run's id where there was nothing to do
     */
    public record Cycle(
            int number, int fresh, int arrived, int counted, int stale, boolean resumed, ExportReport report) {
        public int read() {
            return fresh + arrived + counted + stale;
        }
    }

    /**
     * Does one cycle, after the interrupted one where there is one, or cycle after cycle.
     *
     * @param request its range and partitions do not matter
     * @param every the time from the beginning of a cycle to that of the next one; empty: no next one
     * @return how the last cycle ended, or the signal that came between two
     */
    public ExitCode run(ExportRequest request, Optional<Duration> every, Listener listener) {
        Clock clock = Clock.systemUTC();
        ExportRuns runs = new ExportRuns(clock, password, new CommittedTables(clock));
        return new Sync(clock, runs, dataset, rules, given).run(request, every, new Sync.Listener() {
            private Optional<Recorder> recorder = Optional.empty();
            private int number;

            @Override
            public ProgressListener begins() {
                Recorder begun = new Recorder(listener.begins());
                recorder = Optional.of(begun);
                number++;
                return begun;
            }

            @Override
            public void ended(Sync.Ended ended) {
                listener.ended(cycle(number, ended, recorder.orElseThrow()));
            }
        });
    }

    private Cycle cycle(int number, Sync.Ended ended, Recorder recorder) {
        Recorder.Ending ending = new Recorder.Ending(
                ended.cycle().flatMap(SyncRuns.Cycle::run),
                ended.exitCode(),
                ended.cycle()
                        .flatMap(SyncRuns.Cycle::run)
                        .map(run -> run.tables())
                        .orElse(List.of()),
                ended.problem());
        Reasons reasons = ended.cycle().map(SyncRuns.Cycle::reasons).orElse(Reasons.NONE);
        return new Cycle(
                number,
                reasons.fresh(),
                reasons.arrived(),
                reasons.counted(),
                reasons.stale(),
                ended.cycle().map(SyncRuns.Cycle::resumed).orElse(false),
                recorder.report(dataset, SourceChanges.PURPOSE, ending, ended.elapsed()));
    }
}
