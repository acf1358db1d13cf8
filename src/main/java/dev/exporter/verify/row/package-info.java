/** Rows in the canonical form of {@code docs/content-hash.md}, written for verification alone. */
@NullMarked
package dev.exporter.verify.row;

import org.jspecify.annotations.NullMarked;
