package dev.exporter.source.sqlite;

/**
 * A row as it was found under its number.
 *
 * @param name the value that names the row or its parent, in hex
 */
public record Landmark(long rowid, String name) {}
