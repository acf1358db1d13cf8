package dev.exporter.warehouse.iceberg;

import java.nio.file.Path;

/** A metadata file of a table is there, but is not table metadata. */
final class DamagedMetadataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedMetadataException(Path file, RuntimeException cause) {
        super(file + " is not valid table metadata", cause);
    }
}
