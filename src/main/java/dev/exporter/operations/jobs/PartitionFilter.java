package dev.exporter.operations.jobs;

import java.util.Set;

/**
 * Which partitions are listed, and in which order.
 *
 * @param states empty for all
 */
public record PartitionFilter(Set<StepState> states, Order order) {
    public static final PartitionFilter ALL = new PartitionFilter(Set.of(), Order.KEY);

    public PartitionFilter {
        states = Set.copyOf(states);
    }

    /** Orders of partitions. */
    public enum Order {
        /** Ascending by key. */
        KEY,
        /** Failed ones first, then interrupted, stopped, running, pending and completed ones; each by key. */
        FAILED_FIRST,
        /** Those that took longest first. */
        SLOWEST
    }
}
