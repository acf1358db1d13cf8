package dev.exporter.operations.jobs;

import java.time.Instant;

/**
 * How fast a run was in a bucket of its time.
 *
 * @param from the bucket's begin
 * @param to its end
 */
public record Rate(Instant from, Instant to, double rowsPerSecond, double bytesPerSecond) {}
