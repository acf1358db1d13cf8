package dev.exporter.verify.row;

import com.dynatrace.hash4j.hashing.HashValue128;
import dev.exporter.plan.ContentHash;

/** Adds up the hashes of rows to their content hash. Not thread-safe. */
public final class RowSum {
    private long rows;
    private long high;
    private long low;

    public void add(HashValue128 row) {
        long before = low;
        low += row.getLeastSignificantBits();
        high += row.getMostSignificantBits();
        if (Long.compareUnsigned(low, before) < 0) {
            high++;
        }
        rows++;
    }

    public ContentHash hash() {
        return new ContentHash(rows, high, low);
    }
}
