/**
 * Works on rows in DuckDB: takes them in from Arrow, joins and casts them by a dataset's SQL, sorts them, hashes their
 * content and writes ranges of them as Parquet, within a memory limit and shut off from every file that is not named.
 */
@NullMarked
package dev.exporter.transform;

import org.jspecify.annotations.NullMarked;
