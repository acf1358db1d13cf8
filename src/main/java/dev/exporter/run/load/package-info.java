/**
 * From source databases to the sorted rows of partitions: of one by index, or of many at once by scanning.
 */
@NullMarked
package dev.exporter.run.load;

import org.jspecify.annotations.NullMarked;
