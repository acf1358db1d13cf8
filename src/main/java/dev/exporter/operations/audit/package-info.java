/** The operator's log: who did what, when, and what came of it. */
@NullMarked
package dev.exporter.operations.audit;

import org.jspecify.annotations.NullMarked;
