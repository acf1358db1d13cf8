/**
 * Completes Parquet files that the SQL engine has written: adds the bloom filters that it has not made itself.
 */
@NullMarked
package dev.exporter.staging.parquet;

import org.jspecify.annotations.NullMarked;
