/**
 * Gives partitions other files for the rows that they hold anyway: fewer, larger and sorted throughout. Holds their ranges
 * meanwhile, as an export does.
 */
@NullMarked
package dev.exporter.run.rewrite;

import org.jspecify.annotations.NullMarked;
