/**
 * How far each partition of a run has got, and the work on one of them, by what a run shares. Uses {@code run.load} and
 * {@code run.planning}.
 */
@NullMarked
package dev.exporter.run.work;

import org.jspecify.annotations.NullMarked;
