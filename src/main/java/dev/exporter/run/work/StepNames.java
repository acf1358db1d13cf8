package dev.exporter.run.work;

import dev.exporter.plan.KeyRange;

/**
 * The names of a job's steps. Spring Batch decides by a step's name whether it was done before, so each names its
 * wave, and a partition's step its partition.
 */
public final class StepNames {
    public static final String PLAN = "plan";
    public static final String VERIFY = "verify";
    public static final String SWEEP = "sweep";
    private static final String COMMIT = "commit-";

    private StepNames() {}

    public static String load(int wave) {
        return "load-" + number(wave);
    }

    public static String export(int wave) {
        return "export-" + number(wave);
    }

    public static String publish(int wave) {
        return "publish-" + number(wave);
    }

    public static String commit(int wave) {
        return COMMIT + number(wave);
    }

    /** Whether a step is the commit of a wave; the names of such steps sort like their waves. */
    public static boolean isCommit(String stepName) {
        return stepName.startsWith(COMMIT);
    }

    /** The step that exports one partition; Spring Batch joins the parts of a partition's name by a colon. */
    public static String partition(int wave, KeyRange partition) {
        return export(wave) + ":" + partition;
    }

    /** The partition that a step's name tells; its context may be empty after a crash, its name never is. */
    public static KeyRange partitionOf(String stepName) {
        return KeyRange.parse(stepName.substring(stepName.indexOf(':') + 1));
    }

    private static String number(int wave) {
        return String.format("%04d", wave);
    }
}
