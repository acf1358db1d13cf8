/** Runs, how they are, and what can be done about them: rows held against who holds the runs' ranges. */
@NullMarked
package dev.exporter.operations.history.state;

import org.jspecify.annotations.NullMarked;
