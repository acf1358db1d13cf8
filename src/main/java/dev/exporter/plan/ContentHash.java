package dev.exporter.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The content hash v1 of a set of rows: their number, and the sum modulo 2^128 of the 128-bit XXH3 of each row's
 * canonical form. It does not depend on the order of rows, and a doubled row changes it.
 *
 * @param high the upper 64 bits of the sum
 * @param low the lower 64 bits of the sum
 */
public record ContentHash(long rows, long high, long low) {
    public static final ContentHash EMPTY = new ContentHash(0, 0, 0);

    /** The hash of the rows of both, counted as often as they occur. */
    public ContentHash plus(ContentHash other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new ContentHash(rows + other.rows, high + other.high + carry, sum);
    }

    /** Reads the text that {@link #toString()} writes. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContentHash parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || text.length() != colon + 33) {
            throw new IllegalArgumentException("not a content hash: " + text);
        }
        return new ContentHash(
                Long.parseLong(text.substring(0, colon)),
                Long.parseUnsignedLong(text.substring(colon + 1, colon + 17), 16),
                Long.parseUnsignedLong(text.substring(colon + 17), 16));
    }

    /** {@code rows:} and 32 hex digits. */
    @Override
    @JsonValue
    public String toString() {
        return String.format("%d:%016x%016x", rows, high, low);
    }
}
