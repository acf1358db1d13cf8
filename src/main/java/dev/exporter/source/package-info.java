/**
 * Reads source databases: finds out whether they hold what a dataset needs, pins them for a consistent view, and turns
 * their rows into Arrow batches, each value exactly or not at all. Single rows and narrow ranges are found by index,
 * through JDBC; whole tables are scanned by pages, with the room {@code sqlite}, or through JDBC. Besides that room it
 * uses the vocabulary of {@code plan}; it never writes to a source.
 */
@NullMarked
package dev.exporter.source;

import org.jspecify.annotations.NullMarked;
