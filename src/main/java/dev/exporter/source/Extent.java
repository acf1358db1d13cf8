package dev.exporter.source;

import java.util.OptionalLong;

/**
 * How far the source databases reach, as range keys. All are empty where there are no rows.
 *
 * @param first the lowest key of the source table that defines the dataset's range
 * @param last the highest key of that table
 * @param latest the highest key that every database has reached: the lowest, over the databases that have rows, of the
 *     highest key of any of its tables
 */
public record Extent(OptionalLong first, OptionalLong last, OptionalLong latest) {}
