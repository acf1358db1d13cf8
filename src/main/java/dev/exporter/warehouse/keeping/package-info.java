/**
 * Keeps tables small and changes no row of them: rewrites files and manifests, expires snapshots, and tells what nothing
 * needs any more and since when.
 */
@NullMarked
package dev.exporter.warehouse.keeping;

import org.jspecify.annotations.NullMarked;
