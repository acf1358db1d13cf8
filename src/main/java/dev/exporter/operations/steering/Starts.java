package dev.exporter.operations.steering;

import dev.exporter.operations.history.RunFinder;
import dev.exporter.operations.history.RunFinder.Known;
import dev.exporter.operations.jobs.LogEntry;
import dev.exporter.plan.ExporterException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts processes and waits until there is something to say of them. Thread-safe. */
final class Starts {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_MILLIS = 250;

    private final RunFinder runs;
    private final Spawner spawner;
    private final Awaited awaited;

    Starts(RunFinder runs, Spawner spawner, Awaited awaited) {
        this.runs = runs;
        this.spawner = spawner;
        this.awaited = awaited;
    }

    Spawned spawn(List<String> arguments, Spawner.Variables variables) {
        return spawner.spawn(arguments, variables);
    }

    /**
     * Starts something new.
     *
     * @param export whose execution appears, where it is one that may go on with an interrupted run
     * @param entry the log's line of how it ends, but for the outcome
     */
    ActionResult start(
            List<String> arguments, Spawner.Variables variables, Optional<RunFinder.Export> export, LogEntry entry) {
        long before = runs.newestExecution();
        Spawned spawned = spawner.spawn(arguments, variables);
        return await(
                spawned,
                () -> runs.executionOfProcess(before, spawned.process().pid())
                        .or(() -> export.flatMap(runs::unfinished).filter(id -> id > before)),
                entry);
    }

    /** Goes on with a run, whose next execution is the one that appears. */
    ActionResult resume(List<String> arguments, Known run, LogEntry entry) {
        Spawned spawned = spawner.spawn(arguments, Spawner.Variables.FOREIGN);
        return await(spawned, () -> runs.lastExecution(run.run()).filter(id -> id > run.executionId()), entry);
    }

    private ActionResult await(Spawned spawned, Supplier<Optional<Long>> appeared, LogEntry entry) {
        // The job repository tells how an export ended, but nothing else would of what never became one.
        awaited.add(spawned, entry);
        long began = System.nanoTime();
        Optional<Long> execution = Optional.empty();
        while (execution.isEmpty() && System.nanoTime() - began < LONGEST_NANOS) {
            boolean hasEnded = spawned.hasEndedWithin(PAUSE_MILLIS);
            execution = quietly(appeared);
            if (hasEnded) {
                awaited.remove(spawned);
                Output.Outcome outcome = spawned.outcome();
                return new ActionResult(outcome.isGood(), outcome.sentence(), execution);
            }
        }
        if (execution.isPresent()) {
            awaited.remove(spawned);
        } else {
            awaited.tellWhenEnded(spawned);
        }
        return new ActionResult(
                true,
                execution.isPresent()
                        ? "it is under way as job execution " + execution.get()
                        : "it is under way; its outcome will be in the operator's log",
                execution);
    }

    /** A repository that is being made cannot be asked for a moment. */
    private static Optional<Long> quietly(Supplier<Optional<Long>> appeared) {
        try {
            return appeared.get();
        } catch (ExporterException e) {
            LOG.debug("asked again in a moment", e);
            return Optional.empty();
        }
    }
}
