package dev.exporter.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A boundary between two durable steps of a run. A process started with {@code -Dexporter.faults=after-rename:3} says on
 * standard error when it has come to that boundary for the third time, and its thread stays there until the process is
 * killed from outside, as a loss of power or {@code kill -9} would end it, or until a byte comes on standard input, before
 * which whatever the run stands on can be broken. The other threads go on meanwhile. Thread-safe.
 */
public enum FaultPoint {
    /** What the run needs of the tables is pinned, its job not begun. */
    AFTER_PIN,
    /** The plan is durable, its step not yet completed. */
    AFTER_PLAN,
    /** A partition's counts and hashes are durable, none of its files is begun. */
    AFTER_COUNTS,
    /** A Parquet file is about to be written. The thread goes on, so that the kill comes while it is. */
    MID_FILE,
    /** A Parquet file has its footer and its filters, but is neither flushed nor named. */
    AFTER_FOOTER,
    /** A file is durable under its name in staging, but not noted. */
    AFTER_FILE,
    /** A file is noted in the job repository. */
    AFTER_CHECKPOINT,
    /** A partition is completed in the job repository. */
    BETWEEN_PARTITIONS,
    /** The list of all targets is durable, no file has been published. */
    AFTER_RUN_FILE,
    /** A file is about to get its name in the warehouse. */
    MID_PUBLISH,
    /** A file has its name in the warehouse. */
    AFTER_RENAME,
    /** A table's inventory is durable, its commit not begun. */
    AFTER_INVENTORY,
    /** A version of a table's metadata is written, but does not have its name. */
    BEFORE_METADATA,
    /** A version of a table's metadata has its name; the commit is done, but nobody heard of it. */
    AFTER_METADATA,
    /** A table is committed, the next one is not. */
    BETWEEN_TABLES,
    /** The list of targets is gone, staging is not. */
    IN_SWEEP,
    /** Staged files and checkpoint are gone, the plan is not. */
    MID_DELETE,
    /** Staging is gone. */
    AFTER_SWEEP,
    /** All steps are completed, the job is not. */
    BEFORE_STATUS,
    /** An interrupted execution is marked as failed, and its successor not yet begun. */
    ON_RESUME;

    private static final String PROPERTY = "exporter.faults";
    private static final @Nullable Choice CHOSEN = Choice.parse(System.getProperty(PROPERTY));

    /** Called at the boundary. */
    public void reached() {
        if (CHOSEN != null) {
            CHOSEN.reached(this);
        }
    }

    /** The boundary's name in the property: {@code after-rename}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one boundary that this process is to be killed at. */
    private static final class Choice {
        private final FaultPoint point;
        private int passesLeft;

        private Choice(FaultPoint point, int pass) {
            this.point = point;
            this.passesLeft = pass;
        }

        static @Nullable Choice parse(@Nullable String text) {
            if (text == null) {
                return null;
            }
            String[] parts = text.split(":", 2);
            FaultPoint point = valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_'));
            return new Choice(point, parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
        }

        void reached(FaultPoint here) {
            if (here == point && isTheOne()) {
                System.err.println("event=fault point=" + point.text());
                System.err.flush();
                if (point != MID_FILE) {
                    stay();
                }
            }
        }

        private static void stay() {
            try {
                while (System.in.read() < 0) {
                    LockSupport.park(); // nobody is there who could let it go on
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private synchronized boolean isTheOne() {
            return --passesLeft == 0;
        }
    }
}
