/**
 * Reads data files that are there in DuckDB instances that see these files and nothing else, and spill nothing: for
 * queries, for verification and for samples. Uses {@code transform.sql} and {@code transform.hash}.
 */
@NullMarked
package dev.exporter.transform.file;

import org.jspecify.annotations.NullMarked;
