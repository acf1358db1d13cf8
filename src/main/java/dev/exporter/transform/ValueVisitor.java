package dev.exporter.transform;

/** Sees a column's values one after the other. */
@FunctionalInterface
public interface ValueVisitor {
    /**
     * Sees a value that is not NULL, in Parquet's plain encoding: whole numbers as 4 or 8 bytes, little-endian; bytes and
     * UTF-8 as they are, without their length.
     *
     * @param buffer holds the value now, and something else after the call
     */
    void visit(byte[] buffer, int from, int length);
}
