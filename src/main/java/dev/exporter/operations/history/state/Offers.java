package dev.exporter.operations.history.state;

import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.RunState;
import java.util.List;

/**
 * Which actions work on a run, and why others do not.
 *
 * @param hasPlan whether the options that it was started with are known
 * @param hasCommitted whether a table has its snapshot already
 */
public record Offers(RunState state, boolean hasPlan, boolean hasCommitted) {
    public List<Offer> ofRun() {
        return List.of(stop(), resume(), recover(), markFailed(), abandon(), verify());
    }

    public List<Offer> ofPartition() {
        return List.of(retryPartition());
    }

    private Offer stop() {
        return switch (state) {
            case RUNNING ->
                offer(Action.STOP, "Stops at the next file of each worker; the run can be resumed from there", true);
            case STOPPING -> not(Action.STOP, "It has been asked to stop and does so at its next file");
            case STOPPED, INTERRUPTED, FAILED, COMPLETED, ABANDONED -> not(Action.STOP, "No process is at it");
        };
    }

    private Offer resume() {
        return switch (state) {
            case STOPPED, FAILED -> offer(Action.RESUME, "Goes on where it was: what is done is not done again", false);
            case INTERRUPTED -> not(Action.RESUME, "Its process died without a word: recover goes on with it");
            case RUNNING, STOPPING -> not(Action.RESUME, "A process is at it");
            case COMPLETED -> not(Action.RESUME, "It is done");
            case ABANDONED -> not(Action.RESUME, "It was given up; start a new export of its range");
        };
    }

    private Offer recover() {
        return state == RunState.INTERRUPTED
                ? offer(Action.RECOVER, "Notes that its process died, and goes on where it was", false)
                : not(Action.RECOVER, "Only for a run whose process died");
    }

    private Offer markFailed() {
        return state == RunState.INTERRUPTED
                ? offer(Action.MARK_FAILED, "Notes that it failed, without going on; it can be resumed later", false)
                : not(Action.MARK_FAILED, "Only for a run whose process died");
    }

    private Offer abandon() {
        if (state.isStuck()) {
            return hasCommitted
                    ? not(Action.ABANDON, "It has committed to a table already and can only be finished")
                    : offer(Action.ABANDON, "Gives the run up: what it has written and not committed is removed", true);
        }
        return switch (state) {
            case RUNNING, STOPPING -> not(Action.ABANDON, "A process is at it: stop it first");
            case COMPLETED -> not(Action.ABANDON, "It is done");
            case ABANDONED -> not(Action.ABANDON, "It was given up already");
            case STOPPED, INTERRUPTED, FAILED -> throw new IllegalStateException("stuck: " + state);
        };
    }

    private Offer verify() {
        if (state != RunState.COMPLETED) {
            return not(Action.VERIFY, "Only what a completed run has committed can be verified");
        }
        return hasPlan
                ? offer(Action.VERIFY, "Reads the source and the tables and compares them; changes nothing", false)
                : not(Action.VERIFY, "Its options were not kept: verify by the command line");
    }

    private Offer retryPartition() {
        return switch (state) {
            case COMPLETED ->
                hasPlan
                        ? offer(
                                Action.RETRY_PARTITION,
                                "Exports this partition once more by the same options; equal rows keep their files",
                                true)
                        : not(
                                Action.RETRY_PARTITION,
                                "Its options were not kept: export its range by the command line");
            case RUNNING, STOPPING -> not(Action.RETRY_PARTITION, "A process is at the run");
            case STOPPED, FAILED, INTERRUPTED ->
                not(Action.RETRY_PARTITION, "Resuming the run does all partitions that are not completed");
            case ABANDONED -> not(Action.RETRY_PARTITION, "The run was given up");
        };
    }

    private static Offer offer(Action action, String reason, boolean asksFirst) {
        return new Offer(action, true, reason, asksFirst);
    }

    private static Offer not(Action action, String reason) {
        return new Offer(action, false, reason, false);
    }
}
