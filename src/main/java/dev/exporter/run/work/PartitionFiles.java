package dev.exporter.run.work;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.exporter.run.planning.Json;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What a partition's checkpoint says of a table, for whoever looks at a run from outside.
 *
 * @param rows that are to be written
 * @param contentHash of all rows of the partition
 * @param kept whether the warehouse has exactly these rows, so that nothing is written
 * @param lastKey the sort key of the last row written; may be empty
 */
public record PartitionFiles(
        String table, long rows, String contentHash, boolean kept, String lastKey, List<File> files) {
    public PartitionFiles {
        files = List.copyOf(files);
    }

    /** A file that is complete. */
    public record File(String name, long rows, long bytes, String sha256) {}

    /** The tables of a partition, by the texts in its step's context; none where it was not read yet. */
    public static List<PartitionFiles> in(Map<String, String> context) {
        if (!context.containsKey(PartitionProgress.KEY)) {
            return List.of();
        }
        try {
            String text = context.getOrDefault(PartitionProgress.KEY, "");
            return Json.read(text, new TypeReference<PartitionProgress>() {}).tables().stream()
                    .map(table -> new PartitionFiles(
                            table.table(),
                            table.rows(),
                            table.hash().toString(),
                            table.kept(),
                            table.lastKey(),
                            table.files().stream()
                                    .map(file ->
                                            new File(file.name().toString(), file.rows(), file.bytes(), file.sha256()))
                                    .toList()))
                    .toList();
        } catch (UncheckedIOException e) {
            return List.of(); // of another version
        }
    }
}
