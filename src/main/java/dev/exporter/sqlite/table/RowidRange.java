package dev.exporter.sqlite.table;

/**
 * Rowids from {@code first} to {@code last}, both included.
 *
 * @param first any long
 * @param last not below {@code first}
 */
public record RowidRange(long first, long last) {
    /** Every rowid there can be. */
    public static final RowidRange ALL = new RowidRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public RowidRange {
        if (last < first) {
            throw new IllegalArgumentException("a range cannot end at " + last + " before it starts at " + first);
        }
    }
}
