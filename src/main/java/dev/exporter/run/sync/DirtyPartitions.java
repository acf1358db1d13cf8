package dev.exporter.run.sync;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.SourceCount;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.SyncRules;
import dev.exporter.source.SourceDatabases;
import dev.exporter.source.SourceSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The partitions whose rows in the source may be others than those in the tables. For one thread. */
final class DirtyPartitions {
    private final Dataset dataset;
    private final SourceDatabases sources;
    private final SyncRules rules;
    private final Partitioning.Truncate partitioning;
    private final Known known;
    private final List<SourceTable> tables;
    private final Duration longestPin;

    private final TreeMap<KeyRange, Reason> dirty = new TreeMap<>();

    DirtyPartitions(
            Dataset dataset,
            ExportRequest request,
            SourceDatabases sources,
            SyncRules rules,
            Partitioning.Truncate partitioning,
            Known known) {
        this.dataset = dataset;
        this.sources = sources;
        this.rules = rules;
        this.partitioning = partitioning;
        this.known = known;
        this.tables = dataset.sources().stream()
                .filter(table -> table.read() instanceof SourceTable.ByRange)
                .filter(table -> dataset.reads(table, request.options()))
                .toList();
        this.longestPin = request.limits().reading().longestPin();
    }

    private enum Reason {
        FRESH,
        ARRIVED,
        COUNTED,
        STALE
    }

    /** @param partitions with their full bounds, ascending */
    record Dirty(List<KeyRange> partitions, Reasons reasons) {}

    /** Those of a range. */
    Dirty find(KeyRange range) {
        List<KeyRange> exported = new ArrayList<>();
        for (KeyRange partition : partitioning.cut(range)) {
            if (known.isFresh(partition.intersection(range))) {
                dirty.put(partition, Reason.FRESH);
            } else if (known.hasExported(partition)) {
                exported.add(partition);
            }
        }
        addArrived(exported, range);
        List<KeyRange> held = addCounted(exported, range);
        addStale(held);
        if (reasons().all() == reasons().fresh() && !isHeld(range)) {
            dirty.clear(); // there is no row at the new keys yet
        }
        return new Dirty(List.copyOf(dirty.keySet()), reasons());
    }

    private Reasons reasons() {
        Map<Reason, Integer> counts = new HashMap<>();
        dirty.values().forEach(reason -> counts.merge(reason, 1, Integer::sum));
        return new Reasons(
                counts.getOrDefault(Reason.FRESH, 0),
                counts.getOrDefault(Reason.ARRIVED, 0),
                counts.getOrDefault(Reason.COUNTED, 0),
                counts.getOrDefault(Reason.STALE, 0));
    }

    private void addArrived(List<KeyRange> exported, KeyRange range) {
        if (exported.isEmpty()) {
            return;
        }
        Set<KeyRange> arrived = new HashSet<>();
        for (SourceTable table : tables) {
            Optional<Instant> since = Optional.of(known.since().minus(rules.overlap()));
            while (since.isPresent()) {
                since = addArrived(table, range, since.get(), arrived);
            }
        }
        exported.stream().filter(arrived::contains).forEach(partition -> dirty.putIfAbsent(partition, Reason.ARRIVED));
    }

    /** Under one pin; returns the time from which to go on under the next. */
    private Optional<Instant> addArrived(SourceTable table, KeyRange range, Instant since, Set<KeyRange> arrived) {
        long begin = System.nanoTime();
        try (SourceSnapshot snapshot = sources.pin()) {
            Optional<SourceSnapshot.Arrivals> found =
                    snapshot.arrivedSince(table, range, since, partitioning, () -> isOld(begin));
            found.ifPresent(arrivals -> arrived.addAll(arrivals.partitions()));
            return found.flatMap(SourceSnapshot.Arrivals::next);
        }
    }

    /** Compares numbers of rows; returns the partitions of which the source has any. */
    private List<KeyRange> addCounted(List<KeyRange> exported, KeyRange range) {
        List<KeyRange> held = new ArrayList<>();
        int next = 0;
        while (next < exported.size()) {
            long begin = System.nanoTime();
            try (SourceSnapshot snapshot = sources.pin()) {
                while (next < exported.size() && !isOld(begin)) {
                    KeyRange partition = exported.get(next++);
                    Map<String, Long> rows = rows(snapshot, partition.intersection(range));
                    @Nullable SourceCount before = known.counts().get(partition);
                    if (differs(rows, before)) {
                        dirty.putIfAbsent(partition, Reason.COUNTED);
                    }
                    if (hasAny(rows)) {
                        held.add(partition);
                    }
                }
            }
        }
        return held;
    }

    private boolean isOld(long begin) {
        return !longestPin.isZero() && System.nanoTime() - begin > longestPin.toNanos();
    }

    private Map<String, Long> rows(SourceSnapshot snapshot, KeyRange range) {
        Map<String, Long> rows = new HashMap<>();
        tables.forEach(table -> rows.put(table.name(), snapshot.count(table, range)));
        return rows;
    }

    private static boolean hasAny(Map<String, Long> rows) {
        return rows.values().stream().anyMatch(count -> count > 0);
    }

    /** A table that was not read before, under other options, tells nothing. */
    private static boolean differs(Map<String, Long> rows, @Nullable SourceCount before) {
        return before == null
                ? hasAny(rows)
                : rows.entrySet().stream()
                        .anyMatch(table ->
                                !table.getValue().equals(before.rows().getOrDefault(table.getKey(), table.getValue())));
    }

    private void addStale(List<KeyRange> held) {
        List<KeyRange> others =
                held.stream().filter(partition -> !dirty.containsKey(partition)).toList();
        known.stale(others, held.size(), rules.recheckEvery()).forEach(partition -> dirty.put(partition, Reason.STALE));
    }

    private boolean isHeld(KeyRange range) {
        try (SourceSnapshot snapshot = sources.pin()) {
            return dirty.keySet().stream()
                    .anyMatch(partition ->
                            tables.stream().anyMatch(table -> snapshot.holds(table, partition.intersection(range))));
        }
    }
}
