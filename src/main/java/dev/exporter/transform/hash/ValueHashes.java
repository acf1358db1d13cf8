package dev.exporter.transform.hash;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The XXH64 of a column's values, by which bloom filters know them, in the order of the rows. A run of equal values has one
 * entry, so that sorted rows need few. Not thread-safe.
 */
public final class ValueHashes {
    /** Beyond so many runs the values are better read again than kept: 16 bytes each. */
    static final int MOST_RUNS = 500_000;

    private static final Hasher64 HASHER = Hashing.xxh64();

    /** The row at which each run begins; its complement where the values are NULL. */
    private long[] starts = new long[1024];

    private long[] hashes = new long[1024];
    private int runs;

    ValueHashes() {}

    /** The hash of a value in Parquet's plain encoding. */
    public static long of(byte[] buffer, int from, int length) {
        return HASHER.hashBytesToLong(buffer, from, length);
    }

    /** Whether there were too many values to be kept. */
    boolean isIncomplete() {
        return runs > MOST_RUNS;
    }

    /** Takes the values of a batch, whose first row is the row {@code first} of all. */
    void take(CanonicalColumn column, long first, int batchRows) {
        for (int row = 0; row < batchRows && runs <= MOST_RUNS; row++) {
            boolean isPresent = column.isPresent(row);
            boolean goesOn = row > 0
                    && isPresent == column.isPresent(row - 1)
                    && (!isPresent || column.compareValues(row, row - 1) == 0);
            if (!goesOn) {
                add(isPresent ? first + row : ~(first + row), isPresent ? column.plainHash(row) : 0);
            }
        }
    }

    private void add(long start, long hash) {
        if (runs == starts.length) {
            starts = Arrays.copyOf(starts, runs * 2);
            hashes = Arrays.copyOf(hashes, runs * 2);
        }
        starts[runs] = start;
        hashes[runs] = hash;
        runs++;
    }

    /** Shows the values of the rows {@code first} to {@code first + rows - 1}, equal ones that follow each other at least once. */
    public void show(long first, long rows, LongConsumer visitor) {
        for (int run = runAt(first); run < runs && row(run) < first + rows; run++) {
            if (starts[run] >= 0) {
                visitor.accept(hashes[run]);
            }
        }
    }

    /** The last run that begins at or before {@code row}. */
    private int runAt(long row) {
        int low = 0;
        int high = runs - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (row(middle) <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long row(int run) {
        return starts[run] < 0 ? ~starts[run] : starts[run];
    }
}
