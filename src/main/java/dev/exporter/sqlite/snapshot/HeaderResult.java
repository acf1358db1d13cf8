package dev.exporter.sqlite.snapshot;

/** What the first bytes of a file tell. */
public sealed interface HeaderResult permits DatabaseHeader, Unsupported {}
