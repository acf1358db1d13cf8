/**
 * Ends runs whose job repository or staging is lost, by what the warehouse has kept of them.
 */
@NullMarked
package dev.exporter.run.recovery;

import org.jspecify.annotations.NullMarked;
