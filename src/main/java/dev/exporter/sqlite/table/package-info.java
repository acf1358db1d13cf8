/** The rows of a snapshot's tables. Uses {@code snapshot} and {@code file}. */
@NullMarked
package dev.exporter.sqlite.table;

import org.jspecify.annotations.NullMarked;
