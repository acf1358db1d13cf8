package dev.exporter.run.recovery;

import dev.exporter.plan.RunId;

/**
 * A run that is not finished, and what is to become of it.
 *
 * @param dataset its name; empty where it is not known
 * @param requestedRange as asked for; empty where it is not known
 * @param where the file or folder that tells of it
 * @param reason why, in a phrase
 */
public record FoundRun(RunId run, String dataset, String requestedRange, String where, Verdict verdict, String reason) {
    /** What is to become of a run. */
    public enum Verdict {
        /** It has committed to at least one table: its remaining commits are done. */
        FINISH("finish"),
        /**
         * It has committed to at least one table, and another is no longer as it was planned on: what it has committed
         * stays, whatever else it has published is removed.
         */
        GIVE_UP("give up"),
        /** It has published files but committed nothing: they are removed. */
        ROLL_BACK("roll back"),
        /** It has published nothing, or committed all of it: its staging is removed, or its pin where it has none. */
        DROP("drop"),
        /** Nothing is done about it here. */
        LEAVE("leave");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** The verdict in words. */
        public String text() {
            return text;
        }
    }
}
