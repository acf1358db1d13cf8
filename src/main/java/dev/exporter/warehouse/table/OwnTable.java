package dev.exporter.warehouse.table;

import dev.exporter.plan.ExporterException;
import dev.exporter.warehouse.disk.TableFolder;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** Tells the tables that this program has made, and knows how to read, from others. */
public final class OwnTable {
    private OwnTable() {}

    /**
     * Keys in a partition of the table.
     *
     * @throws ExporterException refused, see {@link ExistingTable#of}
     */
    static long partitionSize(TableFolder folder, TableMetadata metadata, FileIO io) {
        requireLocation(folder, metadata);
        Map<String, String> properties = metadata.properties();
        @Nullable String format = properties.get(RunProperties.FORMAT_VERSION);
        @Nullable String size = properties.get(RunProperties.PARTITION_SIZE);
        if (format == null || size == null) {
            throw refused(
                    folder,
                    "table-foreign",
                    "was not made by this program",
                    "Choose another --warehouseDir or --namespace, or move the table away");
        }
        if (Integer.parseInt(format) > RunProperties.FORMAT) {
            throw refused(
                    folder,
                    "table-too-new",
                    "has the format version " + format + "; this version knows up to " + RunProperties.FORMAT,
                    "Use a newer version of the program");
        }
        @Nullable Snapshot snapshot = metadata.currentSnapshot();
        if (metadata.specs().size() != 1
                || (snapshot != null && !snapshot.deleteManifests(io).isEmpty())) {
            throw refused(
                    folder,
                    "table-changed",
                    "was changed by another program: it has row deletes or another partitioning",
                    "Export into another --warehouseDir or --namespace");
        }
        return Long.parseLong(size);
    }

    /**
     * Refuses a table whose files lie elsewhere by its metadata.
     *
     * @throws ExporterException refused, naming both places
     */
    public static void requireLocation(TableFolder folder, TableMetadata metadata) {
        if (!metadata.location().equals(folder.location())) {
            throw refused(
                    folder,
                    "table-location-differs",
                    "is recorded at " + metadata.location() + ", not at " + folder.location(),
                    "Give the recorded location of the warehouse with --warehouseLocation");
        }
    }

    private static ExporterException refused(TableFolder folder, String code, String how, String remedy) {
        return ExporterException.refused(
                code, "the table " + folder.name() + " " + how, folder.path().toString(), remedy);
    }
}
