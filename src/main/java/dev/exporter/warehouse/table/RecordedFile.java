package dev.exporter.warehouse.table;

/**
 * A data file as the run that wrote it has recorded it in its inventory.
 *
 * @param sha256 of its bytes, in lower-case hex
 */
public record RecordedFile(String name, long rows, long bytes, String sha256) {}
