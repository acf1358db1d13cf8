package dev.exporter.warehouse.keeping;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.iceberg.MetadataVersions;
import dev.exporter.warehouse.manifest.NamedFiles;
import dev.exporter.warehouse.table.Inventory;
import dev.exporter.warehouse.table.OwnTable;
import dev.exporter.warehouse.table.RunProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** The files that a table needs: those that its metadata names, and the inventories that speak for them. */
public final class NeededFiles {
    private NeededFiles() {}

    /**
     * Those of a table as it is now.
     *
     * @param unfinished runs that may not have committed yet, whose inventories are needed
     * @throws dev.exporter.plan.ExporterException refused, if it is a table of this program that is recorded at another
     *     location
     */
    public static Set<Path> of(TableFolder table, Collection<RunId> unfinished) throws IOException {
        FolderTableOperations operations = new FolderTableOperations(table, Files::createLink);
        @Nullable TableMetadata metadata = operations.current();
        if (metadata == null) {
            Set<Path> needed = new HashSet<>();
            for (RunId run : unfinished) {
                needed.addAll(Inventory.files(table.metadata(), run));
            }
            return needed;
        }
        if (metadata.properties().containsKey(RunProperties.FORMAT_VERSION)) {
            OwnTable.requireLocation(table, metadata);
        }
        Set<Path> needed = of(table, metadata, operations.io(), unfinished);
        needed.addAll(versions(table, operations));
        return needed;
    }

    /** Those of one version of a table, but for the versions of its metadata themselves. */
    static Set<Path> of(TableFolder table, TableMetadata metadata, FileIO io, Collection<RunId> unfinished)
            throws IOException {
        Set<Path> needed = new HashSet<>();
        Set<RunId> speaking = new HashSet<>(unfinished);
        for (String location : NamedFiles.of(metadata, io)) {
            Path file = table.pathOf(location);
            needed.add(file);
            DataFileName.runOf(file.getFileName().toString()).ifPresent(speaking::add);
        }
        metadata.snapshots()
                .forEach(snapshot -> inventory(snapshot.summary().get(RunProperties.INVENTORY), table)
                        .ifPresent(needed::add));
        inventory(metadata.properties().get(RunProperties.INVENTORY), table).ifPresent(needed::add);
        for (RunId run : speaking) {
            needed.addAll(Inventory.files(table.metadata(), run));
        }
        return needed;
    }

    /** The versions that the newest one remembers, and all from the oldest of those on. */
    private static Set<Path> versions(TableFolder table, FolderTableOperations operations) throws IOException {
        int oldest = operations.oldestVersion();
        Set<Path> versions = new HashSet<>();
        for (Path file : MetadataVersions.files(table.metadata())) {
            if (MetadataVersions.number(file) >= oldest) {
                versions.add(file);
            }
        }
        return versions;
    }

    private static Optional<Path> inventory(@Nullable String name, TableFolder table) {
        return Optional.ofNullable(name).map(table.metadata()::resolve);
    }
}
