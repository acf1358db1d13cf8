/**
 * What a warehouse knows of runs, in {@code .exporter/}: what each has published and planned on, and what they have read
 * of the source. Publishes files, since that is noted first.
 */
@NullMarked
package dev.exporter.warehouse.runs;

import org.jspecify.annotations.NullMarked;
