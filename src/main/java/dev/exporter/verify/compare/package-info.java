/** Which rows differ between the source and a table, and why. */
@NullMarked
package dev.exporter.verify.compare;

import org.jspecify.annotations.NullMarked;
