/**
 * The Spring Batch job of one run and its steps. Uses {@code run.work}, which does what they are for.
 */
@NullMarked
package dev.exporter.run.job;

import org.jspecify.annotations.NullMarked;
