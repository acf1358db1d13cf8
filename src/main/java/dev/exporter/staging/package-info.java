/**
 * Owns the staging directory: a run's folder, the bounded Parquet files written into it, and their removal.
 */
@NullMarked
package dev.exporter.staging;

import org.jspecify.annotations.NullMarked;
