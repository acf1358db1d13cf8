/**
 * Owns the warehouse directory: publishes a run's files under their final names, commits them as Iceberg snapshots,
 * and tells which files are live. Takes complete files from {@code staging}; knows neither source nor SQL.
 */
@NullMarked
package dev.exporter.warehouse;

import org.jspecify.annotations.NullMarked;
