/**
 * A database's files as bytes: opened so that no lock is lost, read at a position, and numbers taken out of them.
 */
@NullMarked
package dev.exporter.sqlite.file;

import org.jspecify.annotations.NullMarked;
