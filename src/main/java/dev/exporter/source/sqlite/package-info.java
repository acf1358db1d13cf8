/**
 * SQLite database files as they are opened and asked: connections, read transactions and statements.
 */
@NullMarked
package dev.exporter.source.sqlite;

import org.jspecify.annotations.NullMarked;
