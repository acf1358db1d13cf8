package dev.exporter.transform.hash;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.exporter.plan.ContentHash;
import java.util.Arrays;

/**
 * Puts the rows of batches into canonical form, see {@code docs/content-hash.md}, and adds up their hashes. Not
 * thread-safe.
 */
final class CanonicalRows {
    private static final Hasher128 HASHER = Hashing.xxh3_128();
    /** Rows are put together for so many bytes at a time, unless one alone is longer: what stays in the cache. */
    private static final int BYTES_AT_ONCE = 256 << 10;

    private final CanonicalColumn[] columns;
    private byte[] bytes = new byte[BYTES_AT_ONCE];
    private long[] lengths = new long[0];
    private int[] positions = new int[0];

    private long rows;
    private long high;
    private long low;
    private long length;

    /** @param columns by ascending field id */
    CanonicalRows(CanonicalColumn[] columns) {
        this.columns = columns;
    }

    /** Adds the rows of the batch that all columns have taken. */
    void add(int batchRows) {
        if (lengths.length < batchRows) {
            lengths = new long[batchRows];
            positions = new int[batchRows];
        }
        Arrays.fill(lengths, 0, batchRows, 0);
        for (CanonicalColumn column : columns) {
            column.addLengths(lengths, batchRows);
        }
        int from = 0;
        while (from < batchRows) {
            int to = place(from, batchRows);
            for (CanonicalColumn column : columns) {
                column.write(from, to, bytes, positions);
            }
            for (int row = from; row < to; row++) {
                int rowLength = (int) lengths[row];
                add(HASHER.hashBytesTo128Bits(bytes, positions[row] - rowLength, rowLength));
            }
            from = to;
        }
        rows += batchRows;
    }

    /** Gives rows from {@code from} their places, as many as there is room for, and returns the first without one. */
    private int place(int from, int batchRows) {
        if (lengths[from] > bytes.length) {
            bytes = new byte[Math.toIntExact(lengths[from])];
        }
        long end = 0;
        int row = from;
        while (row < batchRows && end + lengths[row] <= bytes.length) {
            positions[row] = (int) end;
            end += lengths[row];
            row++;
        }
        length += end;
        return row;
    }

    private void add(HashValue128 hash) {
        low += hash.getLeastSignificantBits();
        int carry = Long.compareUnsigned(low, hash.getLeastSignificantBits()) < 0 ? 1 : 0;
        high += hash.getMostSignificantBits() + carry;
    }

    ContentHash hash() {
        return new ContentHash(rows, high, low);
    }

    /** The length of all rows together. */
    long length() {
        return length;
    }
}
