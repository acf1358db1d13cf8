package dev.exporter.warehouse;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.RunProperties;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Tables of a dataset as they are after the last run that has committed to all of them. A run commits to one table after
 * the other, and the last one completes it; what one has committed to the first tables and not yet to the last is not
 * seen, neither its rows nor that their range was exported.
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
     * @return in the same order, those that exist
     */
    List<ExistingTable> pin(List<String> names) {
        for (int i = 0; i < TRIES; i++) {
            Optional<List<ExistingTable>> pinned = tried(names);
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
    private Optional<List<ExistingTable>> tried(List<String> names) {
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
        for (ExistingTable table : tables) {
            complete(table, underWay, complete, last).ifPresent(pinned::add);
        }
        last.ifPresent(pinned::add);
        return Optional.of(pinned);
    }

    /** A table without the commits of runs that are under way and not complete; empty where it has no others. */
    private Optional<ExistingTable> complete(
            ExistingTable table, Set<RunId> underWay, Set<String> complete, Optional<ExistingTable> last) {
        TableMetadata metadata = table.metadata();
        @Nullable Snapshot snapshot = metadata.currentSnapshot();
        while (snapshot != null && isAhead(snapshot, underWay, complete)) {
            Long parent = snapshot.parentId();
            snapshot = parent == null ? null : metadata.snapshot(parent);
        }
        if (Objects.equals(snapshot, metadata.currentSnapshot())) {
            return Optional.of(table);
        }
        if (snapshot == null) {
            return Optional.empty();
        }
        return Optional.of(seen(table, asOf(snapshot, metadata, last)));
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
