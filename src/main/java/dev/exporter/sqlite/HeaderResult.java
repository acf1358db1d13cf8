package dev.exporter.sqlite;

/** What the first bytes of a file tell. */
sealed interface HeaderResult permits DatabaseHeader, Unsupported {}
