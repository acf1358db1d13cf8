package dev.exporter.warehouse.keeping;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots of a table stay: the newest ones, those that were the current one within an age, those that a reader
 * may have begun with within the grace, and those that unfinished runs need. Snapshots that a branch or a tag names stay
 * always.
 *
 * @param keepSnapshots how many of the newest stay, at least 1
 * @param keepAge snapshots that were current within this time stay; zero keeps none for their age
 * @param grace as {@code keepAge}, for readers that have just begun
 */
public record Retention(int keepSnapshots, Duration keepAge, Duration grace) {
    public Retention {
        if (keepSnapshots < 1 || keepAge.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException(keepSnapshots + " snapshots, " + keepAge + ", " + grace);
        }
    }

    /**
     * What unfinished runs need of a table.
     *
     * @param since snapshots that runs have planned on: they and all that came after them are needed
     * @param everything whether a run has planned on a table that was not there, so that it needs the whole history
     * @param runs whose own snapshots are needed, by their ids
     * @param runKey under which a snapshot's summary has its run
     */
    public record Needs(Set<Long> since, boolean everything, Set<String> runs, String runKey) {
        public Needs {
            since = Set.copyOf(since);
            runs = Set.copyOf(runs);
        }

        private boolean isOwn(Snapshot snapshot) {
            @Nullable String run = snapshot.summary().get(runKey);
            return run != null && runs.contains(run);
        }
    }

    /** The snapshots that go, by their ids. */
    public Set<Long> expired(TableMetadata table, Needs needs, Instant now) {
        Set<Long> kept = new HashSet<>();
        table.refs().values().forEach(ref -> kept.add(ref.snapshotId()));
        long oldestMillis =
                now.minus(keepAge.compareTo(grace) > 0 ? keepAge : grace).toEpochMilli();
        List<Snapshot> line = line(table);
        int needed = needed(line, needs);
        for (int i = 0; i < line.size(); i++) {
            // One stops being the current snapshot when the next one comes.
            boolean isRecent = i == 0 || line.get(i - 1).timestampMillis() >= oldestMillis;
            if (i < keepSnapshots || i <= needed || isRecent) {
                kept.add(line.get(i).snapshotId());
            }
        }
        Set<Long> inLine = new HashSet<>();
        line.forEach(snapshot -> inLine.add(snapshot.snapshotId()));
        Set<Long> expired = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            boolean isYoungBranch =
                    !inLine.contains(snapshot.snapshotId()) && snapshot.timestampMillis() >= oldestMillis;
            if (!kept.contains(snapshot.snapshotId()) && !needs.isOwn(snapshot) && !isYoungBranch) {
                expired.add(snapshot.snapshotId());
            }
        }
        return expired;
    }

    /** The current snapshot and those before it, newest first. */
    private static List<Snapshot> line(TableMetadata table) {
        List<Snapshot> line = new ArrayList<>();
        @Nullable Snapshot snapshot = table.currentSnapshot();
        while (snapshot != null) {
            line.add(snapshot);
            @Nullable Long parent = snapshot.parentId();
            snapshot = parent == null ? null : table.snapshot(parent);
        }
        return line;
    }

    /** How far back in the line unfinished runs reach; -1 where there is none. */
    private static int needed(List<Snapshot> line, Needs needs) {
        if (needs.everything()) {
            return line.size() - 1;
        }
        for (int i = line.size() - 1; i >= 0; i--) {
            if (needs.since().contains(line.get(i).snapshotId())) {
                return i;
            }
        }
        return -1;
    }
}
