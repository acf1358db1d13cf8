/** Runs the real jar in processes of its own, and reads what it leaves behind with readers that are not its own. */
@NullMarked
package dev.exporter.endtoend;

import org.jspecify.annotations.NullMarked;
