package dev.exporter.operations.steering;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process of this program that was started for an operator. */
record Spawned(Process process, Output output) {
    /** Waits for its end, but not for longer than this. */
    boolean hasEndedWithin(long milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** What came of it; only once it has ended. */
    Output.Outcome outcome() {
        return output.outcome(OptionalInt.of(process.exitValue()));
    }
}
