/** The job repository's tables: connections to them, their rows, and the contexts that stand in them. */
@NullMarked
package dev.exporter.operations.history.store;

import org.jspecify.annotations.NullMarked;
