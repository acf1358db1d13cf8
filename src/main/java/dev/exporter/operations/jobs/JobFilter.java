package dev.exporter.operations.jobs;

import java.util.Optional;
import java.util.Set;

/**
 * Which runs are listed.
 *
 * @param states empty for all
 * @param dataset empty for all
 */
public record JobFilter(Set<RunState> states, Optional<String> dataset) {
    public static final JobFilter ALL = new JobFilter(Set.of(), Optional.empty());

    public JobFilter {
        states = Set.copyOf(states);
    }

    /** Those in one of these states. */
    public static JobFilter in(RunState... states) {
        return new JobFilter(Set.of(states), Optional.empty());
    }
}
