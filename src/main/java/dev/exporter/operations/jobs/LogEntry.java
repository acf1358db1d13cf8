package dev.exporter.operations.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A line of the operator's log: who did what, when, and what came of it.
 *
 * @param number from 1, in the order of the log
 * @param who a key's name, a user's
 * @param via {@code command line}, {@code page} or {@code interface}
 * @param action as {@link Action#text()} has it
 * @param outcome {@code accepted}, {@code refused} or {@code failed}; {@code done} where it is how something ended that was
 *     accepted before
 * @param message what came of it, a sentence
 */
public record LogEntry(
        long number,
        Instant at,
        String who,
        String via,
        String action,
        Optional<Long> executionId,
        Optional<String> run,
        Optional<String> partition,
        String outcome,
        String message) {
    /**
     * Some lines, newest first.
     *
     * @param next the cursor of the next page; empty after the last
     */
    public record Page(List<LogEntry> entries, Optional<String> next) {
        public Page {
            entries = List.copyOf(entries);
        }
    }
}
