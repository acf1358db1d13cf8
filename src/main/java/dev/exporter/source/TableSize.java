package dev.exporter.source;

/**
 * About how large a source table is.
 *
 * @param rows how many it has
 * @param bytes how many they take in the file
 */
public record TableSize(long rows, long bytes) {}
