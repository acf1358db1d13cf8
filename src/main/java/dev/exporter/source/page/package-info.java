/**
 * Source tables as {@code dev.exporter.sqlite} reads them: which can be read so, and their values on the way into Arrow's
 * buffers.
 */
@NullMarked
package dev.exporter.source.page;

import org.jspecify.annotations.NullMarked;
