/**
 * How runs end: what came of one and why it failed, and the books of those that nobody goes on with.
 */
@NullMarked
package dev.exporter.run.ending;

import org.jspecify.annotations.NullMarked;
