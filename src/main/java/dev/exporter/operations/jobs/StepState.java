package dev.exporter.operations.jobs;

import java.util.Locale;

/** How a partition or another step of a run is. */
public enum StepState {
    /** Not begun. */
    PENDING,
    RUNNING,
    /** It was under way when its process died. */
    INTERRUPTED,
    /** It was under way when the run was stopped. */
    STOPPED,
    FAILED,
    COMPLETED;

    /** In lower case, as in JSON and on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
