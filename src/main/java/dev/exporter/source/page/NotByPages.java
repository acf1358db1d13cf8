package dev.exporter.source.page;

/**
 * A table that only SQLite can read.
 *
 * @param reason as the end of "… cannot be read by pages: "
 */
public record NotByPages(String reason) implements PageAccess {}
