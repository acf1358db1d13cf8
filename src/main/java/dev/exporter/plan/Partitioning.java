package dev.exporter.plan;

import java.util.ArrayList;
import java.util.List;

/** How the range key is cut into partitions. The same key always falls into the same partition. */
public sealed interface Partitioning {
    /** The full bounds of the partition that holds {@code key}. */
    KeyRange partitionOf(long key);

    /** The smallest range of whole partitions that holds {@code range}. */
    default KeyRange aligned(KeyRange range) {
        return new KeyRange(
                partitionOf(range.first()).first(), partitionOf(range.last()).last());
    }

    /** The partitions that {@code range} touches, in ascending order, each with its full bounds. */
    default List<KeyRange> cut(KeyRange range) {
        List<KeyRange> partitions = new ArrayList<>();
        KeyRange next = partitionOf(range.first());
        partitions.add(next);
        while (next.last() < range.last()) {
            next = partitionOf(next.last() + 1);
            partitions.add(next);
        }
        return List.copyOf(partitions);
    }

    /** How many partitions {@link #cut} gives, without making them. */
    long count(KeyRange range);

    /**
     * Partitions of {@code width} keys, aligned to multiples of it: Iceberg's {@code truncate(width)} transform.
     *
     * @param width keys in a partition, at least 1
     */
    record Truncate(long width) implements Partitioning {
        public Truncate {
            if (width < 1) {
                throw new IllegalArgumentException("partition width " + width + " < 1");
            }
        }

        /** The first and the last partition of all end where keys do. */
        @Override
        public KeyRange partitionOf(long key) {
            long before = Math.floorMod(key, width);
            long after = width - 1 - before;
            return new KeyRange(
                    Math.max(key, Long.MIN_VALUE + before) - before, Math.min(key, Long.MAX_VALUE - after) + after);
        }

        @Override
        public long count(KeyRange range) {
            return Math.floorDiv(range.last(), width) - Math.floorDiv(range.first(), width) + 1;
        }
    }
}
