package dev.exporter.source;

import dev.exporter.source.sqlite.SqliteDatabase;
import java.time.Duration;
import java.util.List;

/**
 * Sees to it that now and then no read transaction is open at all. Short ones are not enough: a write-ahead log begins
 * anew only when all of it has been copied into the database and nobody reads in it, so read transactions that overlap,
 * or follow each other at once, make it grow for as long as there is always one (sqlite.org/wal.html, 6). A transaction
 * that begins when all is copied reads in the database alone, and the log may begin anew under it. Thread-safe.
 */
final class PinPauses {
    /** A pause takes at most this part of the time between two, or so long where that is shorter. */
    private static final int PART = 20;

    /** Enough for a writer to copy what was written meanwhile, and to sync it. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    private static final long POLL_MILLIS = 2;

    private final List<SqliteDatabase> databases;
    private final long betweenNanos;
    private int pins;
    private long rested = System.nanoTime();
    private long emptied = System.nanoTime();

    /** @param between two pauses; zero: none are made */
    PinPauses(List<SqliteDatabase> databases, Duration between) {
        this.databases = databases;
        this.betweenNanos = between.toNanos();
    }

    /** To be called before a pin; waits while there has to be a pause. A thread that holds a pin must not call it. */
    synchronized void begin() {
        if (betweenNanos > 0) {
            boolean interrupted = false;
            while (pins > 0 && System.nanoTime() - rested >= betweenNanos) {
                interrupted |= waited(0);
            }
            if (pins == 0) {
                interrupted |= rest();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        pins++;
    }

    /** To be called after a pin has ended. */
    synchronized void end() {
        pins--;
        emptied = System.nanoTime();
        notifyAll();
    }

    private boolean rest() {
        boolean interrupted = false;
        if (System.nanoTime() - rested >= betweenNanos) {
            long pauseNanos = Math.max(betweenNanos / PART, PAUSE_NANOS);
            while (System.nanoTime() - emptied < pauseNanos && !isCopied() && !interrupted) {
                interrupted = waited(POLL_MILLIS);
            }
            rested = System.nanoTime();
        }
        return interrupted;
    }

    private boolean isCopied() {
        return databases.stream().allMatch(SqliteDatabase::isLogCopiedOrShort);
    }

    /** Returns whether the thread was interrupted. */
    private boolean waited(long millis) {
        try {
            wait(millis);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
