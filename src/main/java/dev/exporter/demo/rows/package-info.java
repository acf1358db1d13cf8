/**
 * Rows of the gateway's tables, and their way into the database files.
 */
@NullMarked
package dev.exporter.demo.rows;

import org.jspecify.annotations.NullMarked;
