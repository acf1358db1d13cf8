package dev.exporter.warehouse.manifest;

/**
 * A data file that is part of a snapshot.
 *
 * @param location as recorded in the table's metadata
 * @param partition the first key of its partition
 */
public record LiveFile(String location, long partition, long rows, long bytes) {
    /** The file's name without folders. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
