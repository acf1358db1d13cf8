package dev.exporter.warehouse.commit;

import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.manifest.PublishedFile;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.TableMetadata;

/**
 * Files that a run has published for partitions of a table.
 *
 * @param rangeColumn the range key's column
 */
public record PublishedFiles(
        Layout layout, TableFolder folder, String rangeColumn, List<RewrittenPartition> partitions) {
    public PublishedFiles {
        partitions = List.copyOf(partitions);
    }

    /**
     * All of them by their footers, as they are to be committed to a version of the table.
     *
     * @throws dev.exporter.plan.ExporterException failed, if one is not there or not what the run wrote
     */
    public List<DataFile> describe(TableMetadata metadata) throws IOException {
        List<DataFile> described = new ArrayList<>();
        for (RewrittenPartition partition : partitions) {
            for (StagedFile file : partition.files()) {
                Path path = layout.dataFile(rangeColumn, file.name());
                described.add(new PublishedFile(
                                path,
                                folder.locationOf(path),
                                rangeColumn,
                                partition.bounds(),
                                file.rows(),
                                file.bytes())
                        .describe(metadata));
            }
        }
        return described;
    }
}
