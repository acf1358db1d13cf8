/**
 * Finds what the source has that the tables do not: new keys, and partitions that may have changed since they were read.
 */
@NullMarked
package dev.exporter.run.sync;

import org.jspecify.annotations.NullMarked;
