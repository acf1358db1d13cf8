/**
 * Makes the plan of a run: checks everything that can be checked without writing, and keeps the plan's file.
 */
@NullMarked
package dev.exporter.run.planning;

import org.jspecify.annotations.NullMarked;
