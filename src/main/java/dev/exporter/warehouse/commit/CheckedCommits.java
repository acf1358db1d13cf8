package dev.exporter.warehouse.commit;

import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.manifest.LiveFiles;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table in whose new versions each file is looked at before they are written. For one thread. */
public abstract class CheckedCommits implements TableOperations {
    protected final FolderTableOperations table;

    protected CheckedCommits(FolderTableOperations table) {
        this.table = table;
    }

    /**
     * Requires of a new version that its live files are those before it without certain ones and with certain others.
     *
     * @throws ValidationException if they are not
     */
    protected static void requireChange(
            LiveFiles live, TableMetadata before, TableMetadata after, Set<String> removed, Set<String> added) {
        LiveFiles.Difference change = live.difference(before, after);
        ValidationException.check(
                change.removed().equals(removed) && change.added().equals(added),
                "the new snapshot would remove %s and add %s, not remove %s and add %s",
                change.removed(),
                change.added(),
                removed,
                added);
    }

    /**
     * Requires that files are there, right before they become part of the table: without locks, another process may
     * have taken this one for dead, and what it has published for left over.
     *
     * @throws ValidationException if one is not
     */
    protected final void requireThere(Set<String> locations) {
        for (String location : locations) {
            ValidationException.check(
                    io().newInputFile(location).exists(),
                    "the file %s was removed by another process, which took this one for dead",
                    location);
        }
    }

    @Override
    public final FileIO io() {
        return table.io();
    }

    @Override
    public final String metadataFileLocation(String fileName) {
        return table.metadataFileLocation(fileName);
    }

    @Override
    public final LocationProvider locationProvider() {
        return table.locationProvider();
    }
}
