package dev.exporter.warehouse.keeping;

import dev.exporter.warehouse.commit.CheckedCommits;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.manifest.LiveFiles;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * A table that takes a new version only if its live files are those of the version before it without certain ones and
 * with certain others, whichever version that was. For one thread.
 */
final class CheckedOperations extends CheckedCommits {
    private final Set<String> removed;
    private final Set<String> added;
    private final Map<String, String> properties;

    /**
     * @param removed the locations of the files that go
     * @param added those of the files that come
     * @param properties which the table is to have beside its own
     */
    CheckedOperations(
            FolderTableOperations table, Set<String> removed, Set<String> added, Map<String, String> properties) {
        super(table);
        this.removed = removed;
        this.added = added;
        this.properties = properties;
    }

    @Override
    public TableMetadata current() {
        return there(table.current());
    }

    @Override
    public TableMetadata refresh() {
        return there(table.refresh());
    }

    private static TableMetadata there(@Nullable TableMetadata metadata) {
        if (metadata == null) {
            throw new ValidationException("the table is gone");
        }
        return metadata;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata updated) {
        if (base != table.current()) {
            throw new CommitFailedException("the table was changed by another writer");
        }
        requireChange(new LiveFiles(io()), base, updated, removed, added);
        requireThere(added);
        Map<String, String> all = new HashMap<>(base.properties());
        all.putAll(properties);
        table.commit(base, updated.replaceProperties(all));
    }
}
