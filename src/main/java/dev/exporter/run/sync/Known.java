package dev.exporter.run.sync;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the tables.
 *
 * @param exported what all of them have, ascending
 * @param counts of the source, by partition, as it was when the partition was last read
 * @param caughtUp a moment whose rows the tables had after the last cycle
 * @param now a moment before the source is looked at
 */
record Known(List<KeyRange> exported, Map<KeyRange, SourceCount> counts, Optional<Instant> caughtUp, Instant now) {
    Known {
        exported = List.copyOf(exported);
        counts = Map.copyOf(counts);
    }

    boolean hasExported(KeyRange partition) {
        return exported.stream().anyMatch(partition::overlaps);
    }

    /** Whether a part of a partition lies before all that was exported, or after it; gaps in between were meant. */
    boolean isFresh(KeyRange part) {
        return exported.isEmpty()
                || part.first() < exported.get(0).first()
                || part.last() > exported.get(exported.size() - 1).last();
    }

    /** How long ago a partition was read. */
    Duration age(KeyRange partition) {
        @Nullable SourceCount count = counts.get(partition);
        return count == null ? Duration.between(Instant.EPOCH, now) : Duration.between(count.at(), now);
    }

    /** The moment from which on rows may be new: of the last cycle or, before the first one, of the oldest reading. */
    Instant since() {
        return Stream.concat(
                        caughtUp.stream(),
                        counts.values().stream().map(SourceCount::at).sorted().limit(1))
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    /**
     * Those that were read too long ago and, so that not all are so at the same time, the oldest of those that were not
     * read since the last cycle: as many in a cycle as make up all partitions by the time that these would be too old.
     *
     * @param partitions to choose from
     * @param all of which there are so many
     * @param recheckEvery the age that is too old
     */
    List<KeyRange> stale(List<KeyRange> partitions, int all, Duration recheckEvery) {
        long share = caughtUp.map(moment -> turn(now, all, recheckEvery) - turn(moment, all, recheckEvery))
                .orElse(0L);
        List<KeyRange> oldest = partitions.stream()
                .sorted(Comparator.comparing(this::age).reversed())
                .toList();
        List<KeyRange> stale = new ArrayList<>();
        for (KeyRange partition : oldest) {
            boolean isTooOld = age(partition).compareTo(recheckEvery) >= 0;
            boolean isRead =
                    caughtUp.isPresent() && age(partition).compareTo(Duration.between(caughtUp.get(), now)) < 0;
            if (isTooOld || (!isRead && stale.size() < share)) {
                stale.add(partition);
            }
        }
        return stale;
    }

    /** How many partitions had had their turn by a moment: there are {@code all} turns in the time that is too old. */
    private static long turn(Instant moment, int all, Duration recheckEvery) {
        return (long) Math.floor((double) all * moment.toEpochMilli() / Math.max(1, recheckEvery.toMillis()));
    }
}
