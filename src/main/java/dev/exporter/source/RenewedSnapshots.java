package dev.exporter.source;

import dev.exporter.plan.ExporterException;
import dev.exporter.threads.Uninterrupted;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots one after the other, so that no read transaction grows old: whoever reads borrows the current one for a
 * piece of work, and one that has reached its age is lent no more and ends with its last piece. A snapshot that nobody
 * uses ends at that age, too; the next is made when it is needed. Thread-safe.
 */
public final class RenewedSnapshots implements AutoCloseable {
    private final Supplier<SourceSnapshot> pin;
    private final Duration longest;
    private final Consumer<SourceSnapshot> farewell;
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable Pinned current;
    private @Nullable RuntimeException failure;
    private int pins;
    private int ending;
    private long longestNanos;

    /**
     * Snapshots of {@code sources}.
     *
     * @param longest the age at which one is lent no more; zero: the first is kept throughout
     * @param farewell is shown the first snapshot when it has reached its age, before it ends, on a thread of its own
     */
    public RenewedSnapshots(SourceDatabases sources, Duration longest, Consumer<SourceSnapshot> farewell) {
        this(sources::pin, longest, farewell);
    }

    RenewedSnapshots(Supplier<SourceSnapshot> pin, Duration longest, Consumer<SourceSnapshot> farewell) {
        this.pin = pin;
        this.longest = longest;
        this.farewell = farewell;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "pins");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static final class Pinned {
        private final SourceSnapshot snapshot;
        private final long begin = System.nanoTime();
        private int loans;
        private boolean old;

        Pinned(SourceSnapshot snapshot) {
            this.snapshot = snapshot;
        }
    }

    /** A snapshot for a piece of work; to be closed after it. */
    public final class Loan implements AutoCloseable {
        private final Pinned pinned;

        private Loan(Pinned pinned) {
            this.pinned = pinned;
        }

        public SourceSnapshot snapshot() {
            return pinned.snapshot;
        }

        @Override
        public void close() {
            giveBack(pinned);
        }
    }

    /**
     * Borrows the current snapshot.
     *
     * @throws ExporterException failed, if a database cannot be read or is locked for longer than the busy timeout
     */
    public synchronized Loan borrow() {
        if (failure != null) {
            throw failure;
        }
        boolean interrupted = false;
        while (current == null && ending > 0) {
            // Not at the same time as the one before: see PinPauses.
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Pinned pinned = current;
        if (pinned == null) {
            pinned = new Pinned(pin.get());
            current = pinned;
            pins++;
            if (!longest.isZero()) {
                Pinned made = pinned;
                timer.schedule(() -> age(made), longest.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
        pinned.loans++;
        return new Loan(pinned);
    }

    /** How many snapshots there were. */
    public synchronized int pins() {
        return pins;
    }

    /** The longest time that one of those which have ended was held. */
    public synchronized Duration longestHeld() {
        return Duration.ofNanos(longestNanos);
    }

    private void age(Pinned pinned) {
        boolean isFirst;
        synchronized (this) {
            isFirst = pins == 1;
            pinned.loans++;
        }
        try {
            if (isFirst) {
                farewell.accept(pinned.snapshot);
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = e;
            }
        }
        synchronized (this) {
            pinned.old = true;
            current = null;
            ending++;
            giveBack(pinned);
        }
    }

    private synchronized void giveBack(Pinned pinned) {
        pinned.loans--;
        if (pinned.old && pinned.loans == 0) {
            end(pinned);
        }
    }

    private void end(Pinned pinned) {
        try {
            pinned.snapshot.close();
        } finally {
            ending -= pinned.old ? 1 : 0;
            notifyAll();
            longestNanos = Math.max(longestNanos, System.nanoTime() - pinned.begin);
        }
    }

    /** Ends the current snapshot; all loans are back. */
    @Override
    public void close() {
        timer.shutdown();
        Uninterrupted.awaitEnd(timer);
        synchronized (this) {
            Pinned last = current;
            current = null;
            if (last != null) {
                end(last);
            }
        }
    }
}
