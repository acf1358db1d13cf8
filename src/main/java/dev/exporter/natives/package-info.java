/**
 * Unpacks the native libraries of SQLite, Arrow and DuckDB once into a private cache folder, checks them before they
 * are loaded, and makes the drivers load them from there instead of unpacking them into the temporary directory at each
 * start. Uses no other room.
 */
@NullMarked
package dev.exporter.natives;

import org.jspecify.annotations.NullMarked;
