package dev.exporter.run.load;

/**
 * What became of rows that a table held of a partition and that the source no longer holds.
 *
 * @param kept taken over into the partition's new files
 * @param dropped left out of them, as was asked for
 */
public record OldRowCount(long kept, long dropped) {
    public static final OldRowCount NONE = new OldRowCount(0, 0);

    public OldRowCount plus(OldRowCount other) {
        return new OldRowCount(kept + other.kept, dropped + other.dropped);
    }
}
