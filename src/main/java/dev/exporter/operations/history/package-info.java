/**
 * Reads the job repository by SQL aggregates, without Spring Batch, whose own reading of a run with two thousand partitions
 * takes a hundred times as long; and holds it against who holds the runs' ranges.
 */
@NullMarked
package dev.exporter.operations.history;

import org.jspecify.annotations.NullMarked;
