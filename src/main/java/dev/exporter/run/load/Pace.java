package dev.exporter.run.load;

import dev.exporter.plan.KeyRange;
import java.time.Duration;

/**
 * How many keys of the range can be read by index before a read transaction grows old, learned from what was read before:
 * databases in memory are read ten times as fast as those on a disk, and keys have few rows or many. Thread-safe.
 */
public final class Pace {
    /**
     * The part of a partition that is read before anything is known. No piece is a smaller one: each costs some queries,
     * which would make small pieces look slow, and the next still smaller.
     */
    private static final int SMALLEST_PART = 64;

    private double nanosPerKey;

    /**
     * The keys to read next.
     *
     * @param rest of a partition's keys
     * @param whole keys in a partition
     * @param longest how long reading them should take; zero: there is no bound
     */
    synchronized KeyRange piece(KeyRange rest, long whole, Duration longest) {
        if (longest.isZero()) {
            return rest;
        }
        long keys = nanosPerKey == 0 ? 0 : (long) Math.min(Long.MAX_VALUE / 4, longest.toNanos() / nanosPerKey);
        long last = rest.first() + Math.max(Math.max(1, whole / SMALLEST_PART), keys) - 1;
        return last < rest.last() && last > 0 ? new KeyRange(rest.first(), last) : rest;
    }

    /** Reading a piece took so long. */
    synchronized void took(KeyRange piece, long nanos) {
        double now = (double) nanos / (piece.last() - piece.first() + 1);
        nanosPerKey = nanosPerKey == 0 ? now : (nanosPerKey + now) / 2;
    }
}
