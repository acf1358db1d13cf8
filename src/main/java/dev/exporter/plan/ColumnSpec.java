package dev.exporter.plan;

import org.jspecify.annotations.Nullable;

/**
 * A column of an output table.
 *
 * @param id the Iceberg field id; permanent, never reused
 * @param required whether every row has a value
 * @param bounds which bounds stand in file metrics
 * @param option the dataset option (a boolean) that must be true for the column to exist, or null where it always does
 */
public record ColumnSpec(
        int id,
        String name,
        ColumnType type,
        boolean required,
        Bounds bounds,
        @Nullable String option) {
    /** Which lower and upper bounds a file's metrics hold for a column. */
    public enum Bounds {
        /** None: values are random, bounds would exclude nothing. Null and value counts are still kept. */
        NONE,
        /** The first 16 bytes or characters. */
        SHORT,
        /** The whole value. */
        FULL
    }
}
