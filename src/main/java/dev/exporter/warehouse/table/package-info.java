/**
 * What a table is and holds, by its own metadata: its live files, its history, what has been exported into it, and what
 * inventories say of partitions. Reads; of writing it has the inventories alone.
 */
@NullMarked
package dev.exporter.warehouse.table;

import org.jspecify.annotations.NullMarked;
