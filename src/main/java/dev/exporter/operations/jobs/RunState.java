package dev.exporter.operations.jobs;

import java.util.Locale;

/** How a run is, as an operator wants to know it: the job repository's word, held against who holds the run's range. */
public enum RunState {
    /** A process is at it. */
    RUNNING,
    /** Asked to stop, and on its way to the end of its current files. */
    STOPPING,
    /** Stopped on request; resuming it goes on. */
    STOPPED,
    /** The repository has it running, but no process holds its range any more: it was killed, or its machine went down. */
    INTERRUPTED,
    /** Ended by a failure. */
    FAILED,
    /** Everything is committed. */
    COMPLETED,
    /** Given up; its files are gone. */
    ABANDONED;

    /** Whether a process is at it. */
    public boolean isUnderWay() {
        return this == RUNNING || this == STOPPING;
    }

    /** Whether an operator should look: it is not done, and nobody is at it. */
    public boolean isStuck() {
        return this == STOPPED || this == INTERRUPTED || this == FAILED;
    }

    /** In lower case, as in JSON and on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
