/**
 * Owns the warehouse directory: publishes a run's files under their final names, commits them as Iceberg snapshots,
 * and tells which files are live. Takes complete files from {@code staging}; knows neither source nor SQL. Here is the
 * door; {@code disk}, {@code manifest} and {@code iceberg} know the formats, {@code table} what tables hold,
 * {@code runs} what is noted of runs, {@code commit} and {@code keeping} change tables.
 */
@NullMarked
package dev.exporter.warehouse;

import org.jspecify.annotations.NullMarked;
