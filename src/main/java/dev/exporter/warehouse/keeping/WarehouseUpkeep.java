package dev.exporter.warehouse.keeping;

import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.Placement;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.Calls;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.manifest.ManifestLayout;
import dev.exporter.warehouse.runs.Publication;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.runs.RunFileStore;
import dev.exporter.warehouse.runs.RunPin;
import dev.exporter.warehouse.runs.RunPins;
import dev.exporter.warehouse.table.Inventory;
import dev.exporter.warehouse.table.RunProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.RewriteManifests;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the tables of a warehouse small and changes no row of them. Beside runs and readers; for one thread at a
 * time. Whatever cannot be read or written is told as the warehouse does.
 */
public final class WarehouseUpkeep {
    /** The code of a failure that leaves in doubt whether files are part of a table. */
    public static final String COMMIT_STATE_UNKNOWN = "commit-state-unknown";

    private final Layout layout;
    private final Placement.Link link;
    private final RunFileStore rewrites;
    private final RunPins pins;

    public WarehouseUpkeep(Layout layout, Placement.Link link) {
        this.layout = layout;
        this.link = link;
        this.rewrites = new RunFileStore(layout, layout.rewrites());
        this.pins = new RunPins(layout);
    }

    /** What unfinished runs have planned on, oldest first; some of it left over. */
    public List<RunPin> pins() {
        return calling(pins::all);
    }

    /** The runs that are about to pin something, or were when their processes were killed. */
    public List<RunId> unfinishedPins() {
        return calling(pins::unfinished);
    }

    /** Removes what a killed process has written of a run's pin; the pin itself stays. */
    public void removeUnfinishedPin(RunId run) {
        calling(() -> {
            pins.removeUnfinished(run);
            return run;
        });
    }

    /** How a table's files are spread over manifests; empty where there is no table. */
    public Optional<ManifestLayout> manifests(String table) {
        return calling(() -> {
            FolderTableOperations operations = operations(table);
            return Optional.ofNullable(operations.current())
                    .map(metadata -> ManifestLayout.of(metadata, operations.io()));
        });
    }

    /**
     * Rewrites a table's manifests where they are scattered.
     *
     * @return whether it was done; not, where others changed the table all the time
     */
    public boolean rewriteManifests(String table, RunId run) {
        return calling(() -> {
            FolderTableOperations operations = operations(table);
            @Nullable TableMetadata metadata = operations.current();
            if (metadata == null) {
                return false;
            }
            ManifestLayout manifests = ManifestLayout.of(metadata, operations.io());
            if (!manifests.isScattered()) {
                return false;
            }
            CheckedOperations checked = new CheckedOperations(operations, Set.of(), Set.of(), Map.of());
            RewriteManifests change =
                    manifests.rewrite(new BaseTable(checked, table, report -> {}), metadata, operations.io());
            RunProperties.ofUpkeep(metadata.properties(), run, "manifests").forEach(change::set);
            try {
                change.commit();
                return true;
            } catch (CommitFailedException | ValidationException e) {
                return false;
            }
        });
    }

    /**
     * What expiry takes from a table.
     *
     * @param snapshots that go
     * @param kept snapshots that stay
     * @param files that no snapshot names any more then
     * @param bytes of these files
     */
    public record Expiry(int snapshots, int kept, Set<Path> files, long bytes) {
        public Expiry {
            files = Set.copyOf(files);
        }
    }

    /** Does something while no run can make a pin. */
    public interface Guard {
        <T> T during(Supplier<T> work);
    }

    /** What {@link #expire} would take now. */
    public Expiry expirable(String table, Retention retention, Instant now) {
        return calling(() -> {
            FolderTableOperations operations = operations(table);
            @Nullable TableMetadata metadata = operations.current();
            if (metadata == null) {
                return new Expiry(0, 0, Set.of(), 0);
            }
            return new SnapshotExpiry(layout, layout.table(table), operations, pins)
                    .of(metadata, retention.expired(metadata, needs(table), now));
        });
    }

    /**
     * Takes the snapshots from a table that need not stay. Their files are left where they are: whoever reads one of the
     * snapshots at this moment goes on. They are known as orphans by expiry from now on.
     *
     * @param guard makes sure that no run plans on a snapshot that goes
     */
    public Expiry expire(String table, Retention retention, Instant now, Guard guard) {
        return calling(() ->
                new SnapshotExpiry(layout, layout.table(table), operations(table), pins).expire(retention, now, guard));
    }

    private Retention.Needs needs(String table) throws IOException {
        return SnapshotExpiry.needs(pins.all(), table, layout.namespace());
    }

    /**
     * Moves rewritten files to their places, where no reader sees them until they are committed. On return they are
     * durable, and no clean-up touches them.
     */
    public void publish(RunFile runFile) {
        calling(() -> {
            new Publication(layout, new Placement(link), rewrites).publish(runFile, () -> false);
            return runFile;
        });
    }

    /**
     * Makes published files take the place of others in a table.
     *
     * @return the snapshot
     * @throws dev.exporter.plan.ExporterException failed: {@code rewrite-conflict} if the partitions are no longer as they
     *     were read, nothing was changed then; {@link #COMMIT_STATE_UNKNOWN} if the disk did not tell whether it is done,
     *     so that the files have to stay
     */
    public long commit(TableRewrite rewrite) {
        return calling(() -> new Rewriter(layout, link, rewrite).commit());
    }

    /** Forgets a run's published files once all of them are committed. */
    public void finish(RunId run) {
        calling(() -> {
            rewrites.remove(run);
            return run;
        });
    }

    /** The runs that have published rewritten files and are not finished, oldest first. */
    public List<RunId> rewrites() {
        return calling(rewrites::runs);
    }

    /**
     * Ends a rewrite wherever it had come to: deletes those of its files that no snapshot names, and forgets it. Can be
     * repeated. No process may be at it, and nothing of it may be in doubt that can still be done.
     */
    public void settle(RunId run) {
        calling(() -> {
            Optional<RunFile> runFile = rewrites.read(run);
            if (runFile.isPresent()) {
                settle(runFile.get());
                rewrites.remove(run);
            }
            return run;
        });
    }

    private void settle(RunFile runFile) throws IOException {
        Set<String> tables = new HashSet<>();
        runFile.files().forEach(file -> tables.add(file.name().table()));
        Set<Path> needed = new HashSet<>();
        for (String table : tables) {
            needed.addAll(NeededFiles.of(layout.table(table), Set.of()));
        }
        for (StagedFile file : runFile.files()) {
            Path target = layout.dataFile(runFile.rangeColumn(), file.name());
            if (!needed.contains(target) && Files.deleteIfExists(target)) {
                DurableFiles.flushFolder(DurableFiles.parentOf(target));
            }
        }
        for (String table : tables) {
            TableFolder folder = layout.table(table);
            for (Path inventory : Inventory.files(folder.metadata(), runFile.run())) {
                if (!needed.contains(inventory)) {
                    Files.deleteIfExists(inventory);
                }
            }
        }
    }

    private FolderTableOperations operations(String table) {
        return new FolderTableOperations(layout.table(table), link);
    }

    private <T> T calling(Calls.Call<T> call) {
        return new Calls(layout.root()).calling(call);
    }
}
