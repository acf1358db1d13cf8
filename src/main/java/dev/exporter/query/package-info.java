/** Read-only SQL over the current snapshots of the warehouse's tables. */
@NullMarked
package dev.exporter.query;

import org.jspecify.annotations.NullMarked;
