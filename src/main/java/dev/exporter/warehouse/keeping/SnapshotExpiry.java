package dev.exporter.warehouse.keeping;

import dev.exporter.plan.ExporterException;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.keeping.WarehouseUpkeep.Expiry;
import dev.exporter.warehouse.runs.RunPin;
import dev.exporter.warehouse.runs.RunPins;
import dev.exporter.warehouse.table.RunProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.jspecify.annotations.Nullable;

/** Takes snapshots from one table's metadata. For one thread. */
final class SnapshotExpiry {
    /** Each takes milliseconds, and only a commit of another run in just these makes it fail. */
    private static final int TRIES = 30;

    private final Layout layout;
    private final TableFolder folder;
    private final FolderTableOperations operations;
    private final RunPins pins;

    SnapshotExpiry(Layout layout, TableFolder folder, FolderTableOperations operations, RunPins pins) {
        this.layout = layout;
        this.folder = folder;
        this.operations = operations;
        this.pins = pins;
    }

    /** What unfinished runs need of a table. */
    static Retention.Needs needs(List<RunPin> pins, String table, String namespace) {
        Set<Long> since = new HashSet<>();
        Set<String> runs = new HashSet<>();
        boolean everything = false;
        for (RunPin pin : pins) {
            if (!pin.namespace().equals(namespace)) {
                continue;
            }
            for (RunPin.PinnedTable pinned : pin.tables()) {
                @Nullable Long snapshot = pinned.snapshotId();
                if (!pinned.name().equals(table)) {
                    continue;
                }
                runs.add(pin.run().text());
                if (snapshot == null) {
                    everything = true;
                } else {
                    since.add(snapshot);
                }
            }
        }
        return new Retention.Needs(since, everything, runs, RunProperties.RUN_ID);
    }

    /** What taking these snapshots from a version of the table would mean. */
    Expiry of(TableMetadata metadata, Set<Long> expired) throws IOException {
        Set<Path> files = new HashSet<>();
        long bytes = 0;
        if (!expired.isEmpty()) {
            files.addAll(NeededFiles.of(folder, metadata, operations.io(), Set.of()));
            files.removeAll(NeededFiles.of(folder, without(metadata, expired), operations.io(), Set.of()));
            for (Path file : files) {
                bytes += size(file);
            }
        }
        return new Expiry(expired.size(), metadata.snapshots().size() - expired.size(), files, bytes);
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // an inventory of a commit that rewrote nothing
        }
    }

    private static TableMetadata without(TableMetadata metadata, Set<Long> expired) {
        return metadata.removeSnapshotsIf(snapshot -> expired.contains(snapshot.snapshotId()));
    }

    Expiry expire(Retention retention, Instant now, WarehouseUpkeep.Guard guard) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            @Nullable TableMetadata base = operations.refresh();
            if (base == null) {
                return new Expiry(0, 0, Set.of(), 0);
            }
            Set<Long> expired = expired(base, retention, now);
            Expiry expiry = of(base, expired);
            if (expired.isEmpty()) {
                return expiry;
            }
            // First, so that a kill leaves nobody in doubt of what they are.
            new FirstSights(layout).expire(expiry.files(), retention.grace());
            boolean done = guard.during(() -> expired(base, retention, now).containsAll(expired)
                    && isCommitted(base, without(base, expired), expired));
            if (done) {
                return expiry;
            }
        }
        throw ExporterException.failed(
                "expiry-busy",
                "table " + folder.name() + ": other runs committed all the time, and the expiry did not get its turn",
                folder.path().toString(),
                "No snapshot of it was expired; run maintain again",
                null);
    }

    private Set<Long> expired(TableMetadata base, Retention retention, Instant now) {
        try {
            return retention.expired(base, needs(pins.all(), folder.name(), layout.namespace()), now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isCommitted(TableMetadata base, TableMetadata updated, Set<Long> expired) {
        try {
            operations.commit(base, updated);
            return true;
        } catch (CommitFailedException e) {
            return false;
        } catch (CommitStateUnknownException e) {
            @Nullable TableMetadata now = operations.refresh();
            return now != null
                    && now.snapshots().stream().map(Snapshot::snapshotId).noneMatch(expired::contains);
        }
    }
}
