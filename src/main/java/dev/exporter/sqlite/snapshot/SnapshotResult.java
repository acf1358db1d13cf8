package dev.exporter.sqlite.snapshot;

/** What came of {@link Snapshot#take}. */
public sealed interface SnapshotResult permits Snapshot, Unsupported {}
