package dev.exporter.warehouse.keeping;

import java.nio.file.Path;

/**
 * A file of a table that no retained snapshot and no run file names.
 *
 * @param isMetadata whether it is none of a table's data files
 */
public record Orphan(Path path, long bytes, boolean isMetadata) {
    /** Whether a run that is under way can have made it: a run file names its data files before they are there. */
    public boolean mayBeUnderWay() {
        return isMetadata || path.getFileName().toString().startsWith(".");
    }
}
