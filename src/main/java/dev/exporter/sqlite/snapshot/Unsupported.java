package dev.exporter.sqlite.snapshot;

/**
 * The pages of a database are not read here; SQLite can read it.
 *
 * @param reason what stands against it, as the end of "… cannot be read by pages: "
 */
public record Unsupported(String reason) implements HeaderResult, SnapshotResult {}
