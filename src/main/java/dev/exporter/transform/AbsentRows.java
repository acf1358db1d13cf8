package dev.exporter.transform;

import java.util.List;

/**
 * Rows of a partition's live files that the source no longer holds. Those of heights that were reorganised do not count.
 *
 * @param prunable how many of them the source is known to delete in time
 * @param lost how many others there are
 * @param firstLost the keys of the first of these, for people
 */
public record AbsentRows(long prunable, long lost, List<String> firstLost) {
    public AbsentRows {
        firstLost = List.copyOf(firstLost);
    }

    public long all() {
        return prunable + lost;
    }
}
