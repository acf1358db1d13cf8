package dev.exporter.operations.jobs;

import java.util.Locale;

/** What an operator can do. */
public enum Action {
    /** Starts a new run. */
    START,
    /** Goes on with a run that was stopped or has failed. */
    RESUME,
    /** Asks the process of a run to stop at its next file. */
    STOP,
    /** Goes on with a run whose process died. */
    RECOVER,
    /** Notes that a run failed whose process died, without going on. */
    MARK_FAILED,
    /** Gives a run up: its staging and its published, uncommitted files go. */
    ABANDON,
    /** Exports one partition of a completed run once more. */
    RETRY_PARTITION,
    /** Holds what a run has committed against the source. */
    VERIFY;

    /** In lower case with dashes, as in addresses, JSON and the operator's log. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
