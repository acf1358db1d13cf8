package dev.exporter.plan;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a cycle of {@code sync} exports.
 *
 * @param start the first key that the tables are to have; empty: the first that they have
 * @param lag so many of the newest keys are left for later
 * @param recheckEvery each partition is read at least so often, as long as the source has rows of it
 * @param overlap a row may appear in the source so long after the time that it says it came at
 */
public record SyncRules(OptionalLong start, long lag, Duration recheckEvery, Duration overlap) {}
