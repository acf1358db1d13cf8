package dev.exporter.run.holder;

import java.time.Duration;

/**
 * How long a lease lasts.
 *
 * @param valid after so long without being renewed it has run out
 * @param renewal how often its holder renews it
 */
record LeaseTimes(Duration valid, Duration renewal) {
    static final LeaseTimes STANDARD = new LeaseTimes(Duration.ofSeconds(60), Duration.ofSeconds(10));

    /** After so long without a renewal its holder no longer trusts it: earlier than others take it. */
    Duration trusted() {
        return valid.minus(renewal);
    }
}
