/**
 * Iceberg tables in a local folder, without a catalog and without Hadoop's file system: versions of metadata that are
 * created only if absent, and what a table's columns are and may become. Internal to {@code warehouse}.
 */
@NullMarked
package dev.exporter.warehouse.iceberg;

import org.jspecify.annotations.NullMarked;
