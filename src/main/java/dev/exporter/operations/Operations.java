package dev.exporter.operations;

import java.time.Clock;

/** Where the doors get what they work with. */
public final class Operations {
    private Operations() {}

    /** Exports by the machine's clock. */
    public static Exports exports() {
        return new RunningExports(Clock.systemUTC());
    }
}
