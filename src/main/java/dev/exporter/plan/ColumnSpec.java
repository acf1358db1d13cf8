package dev.exporter.plan;

import org.jspecify.annotations.Nullable;

/**
 * A column of an output table.
 *
 * @param id the Iceberg field id; permanent, never reused
 * @param required whether every row has a value
 * @param bounds which bounds stand in file metrics
 * @param bloom whether each row group has a bloom filter of its values, for look-ups of single ones
 * @param option the dataset option (a boolean) that must be true for the column to exist, or null where it always does
 */
public record ColumnSpec(
        int id,
        String name,
        ColumnType type,
        boolean required,
        Bounds bounds,
        boolean bloom,
        @Nullable String option) {
    /** Whether a bloom filter can be made of the values: those of whole numbers, text and bytes have one plain form. */
    boolean canHaveBloom() {
        return type instanceof ColumnType.Primitive && type != ColumnType.Primitive.BOOLEAN;
    }

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
