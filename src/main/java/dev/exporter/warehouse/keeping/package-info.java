/**
 * What of a table's metadata is kept: which snapshots, and in how many manifests. Knows Iceberg's metadata, and nothing of
 * runs.
 */
@NullMarked
package dev.exporter.warehouse.keeping;

import org.jspecify.annotations.NullMarked;
