/**
 * Iceberg tables in a local folder, without a catalog and without Hadoop's file system: durable files, versions of
 * metadata that are created only if absent, and the live files of a snapshot. Internal to {@code warehouse}.
 */
@NullMarked
package dev.exporter.warehouse.iceberg;

import org.jspecify.annotations.NullMarked;
