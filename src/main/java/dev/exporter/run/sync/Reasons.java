package dev.exporter.run.sync;

/**
 * Why partitions are to be read; each counts once, under the first of these that applies.
 *
 * @param fresh have keys that the tables do not have
 * @param arrived have rows that came, by their own word, since the tables caught up, or shortly before
 * @param counted have another number of rows than they had, or it is not known how many they had
 * @param stale were read long ago
 */
public record Reasons(int fresh, int arrived, int counted, int stale) {
    public static final Reasons NONE = new Reasons(0, 0, 0, 0);

    public int all() {
        return fresh + arrived + counted + stale;
    }
}
