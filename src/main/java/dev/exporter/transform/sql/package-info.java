/**
 * The SQL that DuckDB is given, also for Parquet files, and what its errors mean.
 */
@NullMarked
package dev.exporter.transform.sql;

import org.jspecify.annotations.NullMarked;
