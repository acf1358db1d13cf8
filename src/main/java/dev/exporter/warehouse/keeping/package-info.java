/**
 * Which of a table's snapshots are kept. Knows Iceberg's metadata, and nothing of runs.
 */
@NullMarked
package dev.exporter.warehouse.keeping;

import org.jspecify.annotations.NullMarked;
