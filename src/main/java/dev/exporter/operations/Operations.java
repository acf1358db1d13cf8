package dev.exporter.operations;

import java.time.Clock;
import java.util.Optional;

/** Where the doors get what they work with. */
public final class Operations {
    private Operations() {}

    /**
     * Exports by the machine's clock.
     *
     * @param jobRepositoryPassword of the job repository's database; empty where it needs none
     */
    public static Exports exports(Optional<String> jobRepositoryPassword) {
        return new RunningExports(Clock.systemUTC(), jobRepositoryPassword);
    }
}
