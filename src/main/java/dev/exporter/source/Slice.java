package dev.exporter.source;

/**
 * A part of a table: its rows whose numbers (rowids) are from {@code first} to {@code last}, both included. A table
 * whose rows have no numbers has one slice, {@link #ALL}.
 */
public record Slice(long first, long last) {
    /** The whole table. */
    public static final Slice ALL = new Slice(Long.MIN_VALUE, Long.MAX_VALUE);

    public Slice {
        if (last < first) {
            throw new IllegalArgumentException("a slice cannot end at " + last + " before it starts at " + first);
        }
    }
}
