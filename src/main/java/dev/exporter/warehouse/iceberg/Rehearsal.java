package dev.exporter.warehouse.iceberg;

import dev.exporter.plan.KeyRange;
import dev.exporter.warehouse.manifest.LiveFiles;
import dev.exporter.warehouse.manifest.PartitionFilter;
import dev.exporter.warehouse.manifest.PublishedFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A commit of one made-up file to a table in memory. It changes nothing but what the first commit of a process takes:
 * a third of a second to load and link the classes of Iceberg, Avro and Parquet, which this does while partitions are
 * still being read.
 */
public final class Rehearsal {
    private static final String LOCATION = "memory:/rehearsal";

    private Rehearsal() {}

    /** Rehearses a commit to a table of this definition. */
    public static void of(TableDefinition definition) {
        InMemory operations = new InMemory(definition.create(LOCATION, Map.of()));
        TableMetadata empty = operations.current();
        PartitionData partition = new PartitionData(empty.spec().partitionType());
        partition.set(0, 0L);
        Expression filter =
                PartitionFilter.of(definition.keyColumn(), List.of(new KeyRange(0, definition.partitionSize() - 1)));
        new BaseTable(operations, LOCATION, report -> {})
                .newOverwrite()
                .overwriteByRowFilter(filter)
                .conflictDetectionFilter(filter)
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .validateAddedFilesMatchOverwriteFilter()
                .addFile(DataFiles.builder(empty.spec())
                        .withPath(LOCATION + "/file.parquet")
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(1)
                        .withPartition(partition)
                        .withMetrics(new Metrics(1L, Map.of(), Map.of(), Map.of(), new HashMap<>()))
                        .withSortOrder(empty.sortOrder())
                        .build())
                .commit();
        new LiveFiles(operations.io()).difference(empty, operations.current());
        PublishedFile.readOptions();
    }

    /** A table that is nowhere. For one thread. */
    private static final class InMemory implements TableOperations {
        private final InMemoryFileIO io = new InMemoryFileIO();
        private TableMetadata current;

        private InMemory(TableMetadata current) {
            this.current = current;
        }

        @Override
        public TableMetadata current() {
            return current;
        }

        @Override
        public TableMetadata refresh() {
            return current;
        }

        @Override
        public void commit(TableMetadata base, TableMetadata updated) {
            current = TableMetadataParser.fromJson(LOCATION, TableMetadataParser.toJson(updated));
        }

        @Override
        public FileIO io() {
            return io;
        }

        @Override
        public String metadataFileLocation(String fileName) {
            return LOCATION + "/metadata/" + fileName;
        }

        @Override
        public LocationProvider locationProvider() {
            return LocationProviders.locationsFor(LOCATION, Map.of());
        }
    }
}
