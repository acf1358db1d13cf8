/**
 * Single values of a source: checked against their column's type, and shown where they do not fit.
 */
@NullMarked
package dev.exporter.source.value;

import org.jspecify.annotations.NullMarked;
