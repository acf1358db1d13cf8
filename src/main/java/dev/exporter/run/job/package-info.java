/**
 * The Spring Batch job of one run: its steps, what they share, and how far each partition has got.
 */
@NullMarked
package dev.exporter.run.job;

import org.jspecify.annotations.NullMarked;
