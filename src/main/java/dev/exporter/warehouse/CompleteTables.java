package dev.exporter.warehouse;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.RunProperties;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Tables of a dataset as they are after the last run that has committed to all of them. A run commits to one table after
 * the other, and the last one completes it; what one has committed to the first tables and not yet to the last is not
 * seen, neither its rows nor that their range was exported. Where others have committed on top of it, and they cannot be
 * seen without it, it is told.
 */
final class CompleteTables {
    private static final int TRIES = 20;

    private final Warehouse warehouse;
    private final Layout layout;

    CompleteTables(Warehouse warehouse, Layout layout) {
        this.warehouse = warehouse;
        this.layout = layout;
    }

    /**
     * Pins tables.
     *
     * @param names in the order of commits
     */
    PinnedTables pin(List<String> names) {
        for (int i = 0; i < TRIES; i++) {
            Optional<PinnedTables> pinned = tried(names);
            if (pinned.isPresent()) {
                return pinned.get();
            }
        }
        throw ExporterException.failed(
                "tables-change",
                "the tables were committed to whenever they were looked at",
                warehouse.root().toString(),
                "Try again",
                null);
    }

    /** Read in reverse: a table that is read later has at least the runs of the last one. */
    private Optional<PinnedTables> tried(List<String> names) {
        String lastName = names.get(names.size() - 1);
        Optional<ExistingTable> last = warehouse.table(lastName);
        List<ExistingTable> tables = new ArrayList<>();
        for (String name : names.subList(0, names.size() - 1)) {
            warehouse.table(name).ifPresent(tables::add);
        }
        Set<RunId> underWay = new HashSet<>(warehouse.unfinishedRuns());
        Optional<Long> before = last.flatMap(table -> Optional.ofNullable(table.snapshotId()));
        Optional<Long> now = warehouse.table(lastName).flatMap(table -> Optional.ofNullable(table.snapshotId()));
        if (!before.equals(now)) {
            return Optional.empty();
        }
        Set<String> complete =
                new HashSet<>(last.map(ExistingTable::recentCommits).orElse(List.of()));
        List<ExistingTable> pinned = new ArrayList<>();
        Map<RunId, IncompleteRun> incomplete = new TreeMap<>(Comparator.comparing(RunId::text));
        for (ExistingTable table : tables) {
            Predicate<Snapshot> isAhead = snapshot -> isAhead(snapshot, underWay, complete);
            Optional<Snapshot> newest = withoutAhead(table.metadata(), isAhead);
            seen(table, newest, last).ifPresent(pinned::add);
            ancestors(table.metadata(), newest).stream()
                    .filter(isAhead)
                    .map(snapshot -> incomplete(table, snapshot))
                    .forEach(run -> incomplete.merge(run.run(), run, CompleteTables::both));
        }
        last.ifPresent(pinned::add);
        return Optional.of(new PinnedTables(
                warehouse, layout, pinned, incomplete.values().stream().toList()));
    }

    /** The newest snapshot under those of runs that are ahead, and of upkeep on top of these, which changes no row. */
    private static Optional<Snapshot> withoutAhead(TableMetadata metadata, Predicate<Snapshot> isAhead) {
        Optional<Snapshot> newest = Optional.ofNullable(metadata.currentSnapshot());
        Optional<Snapshot> next = newest;
        while (next.isPresent()
                && (isAhead.test(next.get()) || next.get().summary().containsKey(RunProperties.UPKEEP))) {
            Optional<Snapshot> parent = parent(metadata, next.get());
            newest = isAhead.test(next.get()) ? parent : newest;
            next = parent;
        }
        return newest;
    }

    /** A snapshot and those before it, newest first, as far as they are retained. */
    private static List<Snapshot> ancestors(TableMetadata metadata, Optional<Snapshot> newest) {
        List<Snapshot> ancestors = new ArrayList<>();
        for (Optional<Snapshot> next = newest; next.isPresent(); next = parent(metadata, next.get())) {
            ancestors.add(next.get());
        }
        return ancestors;
    }

    private static Optional<Snapshot> parent(TableMetadata metadata, Snapshot snapshot) {
        return Optional.ofNullable(snapshot.parentId()).map(metadata::snapshot);
    }

    private IncompleteRun incomplete(ExistingTable table, Snapshot snapshot) {
        return warehouse.calling(() -> {
            FolderTableOperations operations = warehouse.operations(layout.table(table.name()));
            SnapshotChanges changes = SnapshotChanges.builderFor(new BaseTable(operations, table.name()))
                    .snapshot(snapshot)
                    .build();
            Partitioning partitioning = new Partitioning.Truncate(table.partitionSize());
            Set<KeyRange> partitions = new TreeSet<>();
            for (Iterable<DataFile> files : List.of(changes.addedDataFiles(), changes.removedDataFiles())) {
                files.forEach(file ->
                        partitions.add(partitioning.partitionOf(file.partition().get(0, Long.class))));
            }
            Map<String, String> summary = snapshot.summary();
            return new IncompleteRun(
                    new RunId(Objects.requireNonNull(summary.get(RunProperties.RUN_ID))),
                    KeyRange.parse(Objects.requireNonNull(summary.get(RunProperties.RANGE))),
                    List.copyOf(partitions));
        });
    }

    /** The same run, of which two commits are known. */
    private static IncompleteRun both(IncompleteRun one, IncompleteRun other) {
        Set<KeyRange> partitions = new TreeSet<>(one.partitions());
        partitions.addAll(other.partitions());
        return new IncompleteRun(one.run(), one.range(), List.copyOf(partitions));
    }

    /** A table as it was after a commit; empty where it has no other commits than those that are not seen. */
    private Optional<ExistingTable> seen(ExistingTable table, Optional<Snapshot> newest, Optional<ExistingTable> last) {
        return newest.equals(Optional.ofNullable(table.metadata().currentSnapshot()))
                ? Optional.of(table)
                : newest.map(snapshot -> seen(table, asOf(snapshot, table.metadata(), last)));
    }

    private static TableMetadata asOf(Snapshot snapshot, TableMetadata metadata, Optional<ExistingTable> last) {
        TableMetadata.Builder builder =
                TableMetadata.buildFrom(metadata).setBranchSnapshot(snapshot.snapshotId(), SnapshotRef.MAIN_BRANCH);
        // Properties have no past: what they tell as exported may be of a commit that is not seen.
        last.map(table -> RunProperties.ofCoverage(table.metadata().properties()))
                .ifPresent(coverage ->
                        builder.removeProperties(RunProperties.COVERAGE).setProperties(coverage));
        return builder.discardChanges().build();
    }

    private ExistingTable seen(ExistingTable table, TableMetadata metadata) {
        return warehouse.calling(() -> {
            TableFolder folder = layout.table(table.name());
            return ExistingTable.of(
                    folder, metadata, warehouse.operations(folder).io());
        });
    }

    private static boolean isAhead(Snapshot snapshot, Set<RunId> underWay, Set<String> complete) {
        @Nullable String run = snapshot.summary().get(RunProperties.RUN_ID);
        @Nullable String wave = snapshot.summary().get(RunProperties.WAVE);
        return run != null
                && underWay.contains(new RunId(run))
                && !complete.contains(run)
                && !complete.contains(run + "." + wave);
    }
}
