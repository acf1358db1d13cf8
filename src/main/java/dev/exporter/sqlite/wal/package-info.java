/** Finds and checks the newest state of pages in a write-ahead log. Uses {@code file}. */
@NullMarked
package dev.exporter.sqlite.wal;

import org.jspecify.annotations.NullMarked;
