package dev.exporter.upkeep;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file or folder that nobody needs any more.
 *
 * @param bytes of a file; of a folder 0
 * @param firstSeen when it was first found not to be needed
 * @param state what is or would be done about it
 */
public record Unneeded(Kind kind, Path path, long bytes, Instant firstSeen, State state) {
    /** What it is. */
    public enum Kind {
        DATA("data file"),
        METADATA("metadata file"),
        STAGING("staging folder"),
        /** With all that it has published and not committed. */
        REWRITE("interrupted maintenance");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The kind in words. */
        public String text() {
            return text;
        }
    }

    /** What becomes of it. */
    public enum State {
        /** It was first seen too short a time ago. */
        TOO_YOUNG("too young"),
        /** It can be removed. */
        REMOVABLE("removable"),
        REMOVED("removed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** The state in words. */
        public String text() {
            return text;
        }
    }

    Unneeded removed() {
        return new Unneeded(kind, path, bytes, firstSeen, State.REMOVED);
    }
}
