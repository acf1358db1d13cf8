/**
 * Lays the program out in plain jars, which is the form in which Java can keep its classes ready for the next start. The
 * launcher calls it once for each build; the program itself does not. Uses {@code natives}, whose libraries it leaves
 * out.
 */
@NullMarked
package dev.exporter.start;

import org.jspecify.annotations.NullMarked;
