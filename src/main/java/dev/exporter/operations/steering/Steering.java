package dev.exporter.operations.steering;

import dev.exporter.operations.jobs.Action;
import java.util.List;
import java.util.Optional;

/**
 * Acts on jobs. What is started is a process of its own, which outlives this one and shows the same whoever started it.
 * Each action is noted in the operator's log before this returns, whatever came of it. Thread-safe.
 */
public interface Steering {
    /** What can be asked of an export of each built-in dataset. */
    List<StartForm> forms();

    /** The plan of an export, without writing anything. Takes a second or two. */
    Preview preview(StartRequest request);

    /** The arguments of the program by which a person at a terminal would start the same. */
    List<String> commandLine(StartRequest request);

    /**
     * The arguments of the program by which a person at a terminal would do the same.
     *
     * @return empty where there is no such command, or where the run's options were not kept
     */
    Optional<List<String>> commandLine(long executionId, Action action, Optional<String> partition);

    /**
     * Starts an export, or goes on with an interrupted one where the options say {@code resume}. Returns when it has a job
     * execution, when it has ended, or after ten seconds.
     */
    ActionResult start(StartRequest request, Actor actor);

    /** Notes in the operator's log that someone does by hand what could be done by {@link #act}. */
    void note(long executionId, Action action, Actor actor);

    /**
     * Acts on a run.
     *
     * @param executionId any of the run's
     * @param partition only for {@link Action#RETRY_PARTITION}, for example {@code 1000-1999}
     * @return not accepted, with the reason, where {@link dev.exporter.operations.jobs.Offer} says so too
     */
    ActionResult act(long executionId, Action action, Optional<String> partition, Actor actor);
}
