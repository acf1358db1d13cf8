/**
 * Makes a run's published files part of a table, in one snapshot that is checked file by file: what a table must be for
 * that, what it becomes, and whether it was done before.
 */
@NullMarked
package dev.exporter.warehouse.commit;

import org.jspecify.annotations.NullMarked;
