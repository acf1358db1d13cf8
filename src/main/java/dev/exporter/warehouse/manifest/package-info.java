/**
 * What a table's manifests say of its data files, and what is said there of new ones. Reads and describes; commits
 * nothing.
 */
@NullMarked
package dev.exporter.warehouse.manifest;

import org.jspecify.annotations.NullMarked;
