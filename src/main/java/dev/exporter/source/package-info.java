/**
 * Reads source databases: finds out whether they hold what a dataset needs, pins them for a consistent view, and turns
 * their rows into Arrow batches, each value exactly or not at all. Uses only the vocabulary of {@code plan}; never
 * writes to a source.
 */
@NullMarked
package dev.exporter.source;

import org.jspecify.annotations.NullMarked;
