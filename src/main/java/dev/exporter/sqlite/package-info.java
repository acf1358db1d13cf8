/**
 * Reads whole tables of SQLite databases at memory speed: decodes their b-tree pages and write-ahead log under a
 * snapshot that a connection of the caller holds. Uses no other room and no database driver; what it does not
 * understand it leaves to SQLite itself.
 *
 * <p>Four packages, each using those before it: {@code file} has the bytes, {@code wal} the log, {@code snapshot} one
 * state of the database, {@code table} the rows. Start reading at {@link dev.exporter.sqlite.snapshot.Snapshot}.
 *
 * <p>The file format is described at <a href="https://www.sqlite.org/fileformat2.html">sqlite.org/fileformat2.html</a>;
 * "format, 1.3" in this room means section 1.3 of that page.
 */
@NullMarked
package dev.exporter.sqlite;

import org.jspecify.annotations.NullMarked;
