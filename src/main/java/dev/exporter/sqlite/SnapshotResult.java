package dev.exporter.sqlite;

/** What came of {@link Snapshot#take}. */
public sealed interface SnapshotResult permits Snapshot, Unsupported {}
