package dev.exporter.plan;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How source tables are read. Changes how fast, never what.
 *
 * @param by how the rows of a range are found
 * @param reader how whole tables are read
 * @param spoolBytes the disk space that the rows of tables read whole may take; empty takes half of what is free
 * @param longestPin how long a read transaction is kept before reading goes on under a new one; 0 keeps one throughout
 */
public record Reading(By by, Reader reader, OptionalLong spoolBytes, Duration longestPin) {
    public static final Reading AUTO = new Reading(By.AUTO, Reader.AUTO, OptionalLong.empty(), Duration.ofSeconds(60));

    /** How the rows of a range are found in a table. */
    public enum By {
        /** As is faster by what the plan estimates. */
        AUTO,
        /** One by one, by index: best for a narrow range of a large table. */
        INDEX,
        /** Reading the whole table once: best for a wide range. */
        SCAN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
