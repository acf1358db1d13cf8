package dev.exporter.verify.compare;

import java.util.Arrays;

/**
 * For each key, how many rows the source and the table have of it, and the sums of their hashes. Some 70 bytes a key. Not
 * thread-safe.
 */
final class KeyTally {
    private static final int FIRST_CAPACITY = 1 << 12;

    private long[] keys = new long[FIRST_CAPACITY];
    private int[] sourceRows = new int[FIRST_CAPACITY];
    private int[] tableRows = new int[FIRST_CAPACITY];
    private int[] prunableRows = new int[FIRST_CAPACITY];
    private long[] sourceSums = new long[FIRST_CAPACITY];
    private long[] tableSums = new long[FIRST_CAPACITY];
    private int used;

    void addSource(long key, long rowHash) {
        int slot = slot(key);
        sourceRows[slot]++;
        sourceSums[slot] += rowHash;
    }

    void addTable(long key, long rowHash, boolean isPrunable) {
        int slot = slot(key);
        tableRows[slot]++;
        tableSums[slot] += rowHash;
        if (isPrunable) {
            prunableRows[slot]++;
        }
    }

    /** What there is of a key. */
    record Entry(long key, int sourceRows, int tableRows, int prunableRows, long sourceSum, long tableSum) {
        boolean isSame() {
            return sourceRows == tableRows && sourceSum == tableSum;
        }

        /** Whether the table has each row of the source the same number of times, more than once. */
        boolean isRepeated() {
            return sourceRows > 0
                    && tableRows > sourceRows
                    && tableRows % sourceRows == 0
                    && tableSum == sourceSum * (tableRows / sourceRows);
        }
    }

    /** Sees keys one after the other. */
    interface Visitor {
        void visit(Entry entry);
    }

    void visit(Visitor visitor) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (sourceRows[slot] > 0 || tableRows[slot] > 0) {
                visitor.visit(new Entry(
                        keys[slot],
                        sourceRows[slot],
                        tableRows[slot],
                        prunableRows[slot],
                        sourceSums[slot],
                        tableSums[slot]));
            }
        }
    }

    private int slot(long key) {
        int slot = find(key);
        if (sourceRows[slot] > 0 || tableRows[slot] > 0) {
            return slot;
        }
        if (used * 5L > keys.length * 3L) {
            grow();
            slot = find(key);
        }
        keys[slot] = key;
        used++;
        return slot;
    }

    private int find(long key) {
        // Keys are hashes: their low bits are as good as any.
        int slot = (int) key & (keys.length - 1);
        while ((sourceRows[slot] > 0 || tableRows[slot] > 0) && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        KeyTally larger = new KeyTally();
        int capacity = keys.length * 2;
        larger.keys = new long[capacity];
        larger.sourceRows = new int[capacity];
        larger.tableRows = new int[capacity];
        larger.prunableRows = new int[capacity];
        larger.sourceSums = new long[capacity];
        larger.tableSums = new long[capacity];
        for (int slot = 0; slot < keys.length; slot++) {
            if (sourceRows[slot] > 0 || tableRows[slot] > 0) {
                int to = larger.find(keys[slot]);
                larger.keys[to] = keys[slot];
                larger.sourceRows[to] = sourceRows[slot];
                larger.tableRows[to] = tableRows[slot];
                larger.prunableRows[to] = prunableRows[slot];
                larger.sourceSums[to] = sourceSums[slot];
                larger.tableSums[to] = tableSums[slot];
            }
        }
        keys = larger.keys;
        sourceRows = larger.sourceRows;
        tableRows = larger.tableRows;
        prunableRows = larger.prunableRows;
        sourceSums = larger.sourceSums;
        tableSums = larger.tableSums;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(sourceRows, 0);
        Arrays.fill(tableRows, 0);
        Arrays.fill(prunableRows, 0);
        Arrays.fill(sourceSums, 0);
        Arrays.fill(tableSums, 0);
        used = 0;
    }
}
