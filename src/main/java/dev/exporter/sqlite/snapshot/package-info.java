/** One state of a database, and its pages, from the main file or the log. Uses {@code file} and {@code wal}. */
@NullMarked
package dev.exporter.sqlite.snapshot;

import org.jspecify.annotations.NullMarked;
