package dev.exporter.warehouse.iceberg;

import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Placement;
import dev.exporter.warehouse.disk.TableFolder;
import java.io.IOException;
import java.util.Optional;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/**
 * A table whose current metadata is the highest version in its folder. For one thread; any number of them, in any
 * number of processes, may commit to the same folder.
 */
public final class FolderTableOperations implements TableOperations {
    private final TableFolder folder;
    private final MetadataVersions versions;
    private final FileIO io;
    private int version;
    private @Nullable TableMetadata metadata;
    private boolean loaded;

    public FolderTableOperations(TableFolder folder, Placement.Link link) {
        this.folder = folder;
        this.versions = new MetadataVersions(folder.metadata(), link);
        this.io = new LocalFileIO(folder);
    }

    /** The metadata as it was last read, or null where there is no table. */
    @Override
    public @Nullable TableMetadata current() {
        return loaded ? metadata : refresh();
    }

    /** The metadata as it is now, or null where there is no table. */
    @Override
    public @Nullable TableMetadata refresh() {
        try {
            int latest = versions.latest();
            while (!loaded || latest != version) {
                Optional<String> json = latest == 0 ? Optional.of("") : versions.read(latest);
                if (json.isPresent()) {
                    metadata = latest == 0 ? null : parse(latest, json.get());
                    version = latest;
                    loaded = true;
                } else {
                    latest = versions.latest(); // so many commits meanwhile that this version was removed
                }
            }
            return metadata;
        } catch (IOException e) {
            throw new RuntimeIOException(e, "Cannot read the metadata of %s", folder.path());
        }
    }

    private TableMetadata parse(int number, String json) {
        String file = versions.fileName(number);
        try {
            return TableMetadataParser.fromJson(metadataFileLocation(file), json);
        } catch (RuntimeException e) {
            throw new DamagedMetadataException(folder.metadata().resolve(file), e);
        }
    }

    @Override
    public void commit(@Nullable TableMetadata base, TableMetadata updated) {
        if (base != current()) {
            throw new CommitFailedException("The table %s was changed by another writer", folder.path());
        }
        try {
            versions.create(version + 1, TableMetadataParser.toJson(updated));
        } catch (IOException e) {
            throw new RuntimeIOException(e, "Cannot write the metadata of %s", folder.path());
        }
        loaded = false;
        try {
            versions.announce();
            refuseUnlessFollowed(updated);
        } catch (IOException | RuntimeIOException e) {
            // The version is there; whoever asks again finds it, and announces it.
            throw new CommitStateUnknownException(e);
        }
        CatalogUtil.deleteRemovedMetadataFiles(io, base, updated);
    }

    /**
     * A writer that slept through more commits than versions are kept could create a version that had been removed.
     * Then the highest version does not descend from it.
     */
    private void refuseUnlessFollowed(TableMetadata updated) {
        TableMetadata now = refresh();
        Snapshot snapshot = updated.currentSnapshot();
        if (now == null || (snapshot != null && now.snapshot(snapshot.snapshotId()) == null)) {
            throw new CommitStateUnknownException(
                    new IllegalStateException("a newer version of " + folder.path() + " does not hold the snapshot"));
        }
    }

    /** The oldest version that the current one remembers, which may be itself; 0 where there is no table. */
    public int oldestVersion() {
        TableMetadata known = current();
        return known == null
                ? 0
                : known.previousFiles().stream()
                        .map(entry -> MetadataVersions.number(folder.pathOf(entry.file())))
                        .filter(number -> number > 0)
                        .reduce(version, Math::min);
    }

    /** Makes sure that readers that follow the hint or {@code metadata.json} see the current version. */
    public void announce() throws IOException {
        DurableFiles.flushFolder(folder.metadata());
        versions.announce();
    }

    @Override
    public FileIO io() {
        return io;
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return folder.location() + "/metadata/" + fileName;
    }

    @Override
    public LocationProvider locationProvider() {
        TableMetadata known = current();
        return LocationProviders.locationsFor(
                folder.location(), known == null ? java.util.Map.of() : known.properties());
    }
}
