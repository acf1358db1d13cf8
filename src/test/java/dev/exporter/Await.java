package dev.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in tests for what other threads do. */
public final class Await {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    /** Whoever asks all the time takes the processor from what it waits for. */
    private static final long LONGEST_PAUSE_NANOS = 50_000_000;

    private Await() {}

    /** Waits until {@code condition} holds; fails where it does not within a minute. */
    public static void until(BooleanSupplier condition) {
        long began = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("time waited for a condition")
                    .isLessThan(LONGEST);
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }
}
