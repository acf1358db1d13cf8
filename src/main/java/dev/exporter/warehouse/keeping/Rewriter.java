package dev.exporter.warehouse.keeping;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.commit.PublishedFiles;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.Placement;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.manifest.LiveFiles;
import dev.exporter.warehouse.manifest.PartitionFilter;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.Inventory;
import dev.exporter.warehouse.table.RunProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.jspecify.annotations.Nullable;

/** Gives partitions of a table other files, in one snapshot that changes no row. For one thread. */
final class Rewriter {
    private final Layout layout;
    private final TableRewrite rewrite;
    private final TableFolder folder;
    private final FolderTableOperations operations;

    Rewriter(Layout layout, Placement.Link link, TableRewrite rewrite) {
        this.layout = layout;
        this.rewrite = rewrite;
        this.folder = layout.table(rewrite.table());
        this.operations = new FolderTableOperations(folder, link);
    }

    /** Commits; returns the snapshot. */
    long commit() throws IOException {
        @Nullable TableMetadata metadata = operations.refresh();
        @Nullable Snapshot pinned = metadata == null ? null : metadata.currentSnapshot();
        if (metadata == null || pinned == null) {
            throw conflict("the table is gone", null);
        }
        ExistingTable.of(folder, metadata, operations.io());
        List<DataFile> added =
                new PublishedFiles(layout, folder, rewrite.rangeColumn(), rewrite.rewritten()).describe(metadata);
        List<DataFile> removed = filesBefore(metadata);
        new Inventory().write(rewrite.run(), rewrite.inventory(), rewrite.rewritten(), folder.metadata());
        FaultPoint.AFTER_INVENTORY.reached();
        CheckedOperations checked = new CheckedOperations(
                operations, locations(removed), locations(added), Map.of(RunProperties.INVENTORY, rewrite.inventory()));
        RewriteFiles change = new BaseTable(checked, folder.name(), report -> {})
                .newRewrite()
                .validateFromSnapshot(pinned.snapshotId());
        removed.forEach(change::deleteFile);
        added.forEach(change::addFile);
        summary(metadata).forEach(change::set);
        try {
            change.commit();
        } catch (ValidationException e) {
            throw conflict(String.valueOf(e.getMessage()), e);
        } catch (CommitFailedException e) {
            throw conflict("other runs committed all the time, and this one did not get its turn", e);
        } catch (CommitStateUnknownException e) {
            if (!isLive(e)) {
                throw ExporterException.failed(
                        WarehouseUpkeep.COMMIT_STATE_UNKNOWN,
                        "table " + folder.name() + ": it could not be told whether the commit was done",
                        folder.path().toString(),
                        "Nothing was deleted; check the disk, then run maintain again, which looks first",
                        e);
            }
        }
        @Nullable TableMetadata after = operations.refresh();
        if (after == null || after.currentSnapshot() == null) {
            throw new IllegalStateException("the table " + folder.name() + " lost its snapshots");
        }
        return after.currentSnapshot().snapshotId();
    }

    private Map<String, String> summary(TableMetadata metadata) {
        Map<String, String> summary = RunProperties.ofUpkeep(metadata.properties(), rewrite.run(), "compact");
        summary.put(RunProperties.INVENTORY, rewrite.inventory());
        return summary;
    }

    /** All files of the partitions, which must be those that were read. */
    private List<DataFile> filesBefore(TableMetadata metadata) {
        Set<String> expected = new HashSet<>();
        Set<Long> partitions = new HashSet<>();
        List<KeyRange> bounds = new ArrayList<>();
        for (TableRewrite.Partition partition : rewrite.partitions()) {
            expected.addAll(partition.before());
            partitions.add(partition.after().bounds().first());
            bounds.add(partition.after().bounds());
        }
        Expression filter = PartitionFilter.of(
                rewrite.rangeColumn(), KeyRange.joined(bounds.stream().sorted().toList()));
        List<DataFile> found = new LiveFiles(operations.io()).dataFiles(metadata, filter, partitions);
        Set<String> names = new HashSet<>();
        found.forEach(file -> names.add(name(file.location())));
        if (!names.equals(expected)) {
            throw conflict("the partitions now hold other files than those that were read", null);
        }
        long rowsBefore = found.stream().mapToLong(DataFile::recordCount).sum();
        long rowsAfter = rewrite.files().stream().mapToLong(StagedFile::rows).sum();
        if (rowsBefore != rowsAfter) {
            throw conflict("the new files would have " + rowsAfter + " rows instead of " + rowsBefore, null);
        }
        return found;
    }

    /** @param doubt hears why it could not be told, if it could not */
    private boolean isLive(CommitStateUnknownException doubt) {
        try {
            @Nullable TableMetadata metadata = operations.refresh();
            return metadata != null
                    && ExistingTable.of(folder, metadata, operations.io())
                            .liveNames()
                            .containsAll(rewrite.files().stream()
                                    .map(file -> file.name().toString())
                                    .toList());
        } catch (RuntimeException e) {
            doubt.addSuppressed(e);
            return false;
        }
    }

    private static Set<String> locations(List<DataFile> files) {
        Set<String> locations = new HashSet<>();
        files.forEach(file -> locations.add(file.location()));
        return locations;
    }

    private static String name(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private ExporterException conflict(String why, @Nullable Exception cause) {
        return ExporterException.failed(
                "rewrite-conflict",
                "table " + folder.name() + " was not rewritten: " + why,
                folder.path().toString(),
                "Nothing was changed; run maintain again",
                cause);
    }
}
