package dev.exporter.plan;

import java.time.Instant;
import java.util.Map;

/**
 * How many rows of the source a partition had when it was read.
 *
 * @param at a moment before it was read
 * @param rows by the name of the source table, of all that are read by range
 */
public record SourceCount(Instant at, Map<String, Long> rows) {
    public SourceCount {
        rows = Map.copyOf(rows);
    }
}
