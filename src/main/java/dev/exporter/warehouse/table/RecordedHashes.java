package dev.exporter.warehouse.table;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The content hashes of partitions, as a table's inventories have them. Reads each once. For one thread. */
final class RecordedHashes {
    private final Path metadata;
    private final Map<RunId, Map<KeyRange, Inventory.Partition>> inventories = new HashMap<>();

    /** @param metadata the folder of the table's metadata */
    RecordedHashes(Path metadata) {
        this.metadata = metadata;
    }

    /**
     * The hash of a partition; null where none was recorded. An inventory speaks for a partition only while the live
     * files are all of its files and no others. It is that of the run which wrote the partition last, be it all of its
     * files or some beside those of earlier runs.
     *
     * @param files the names of its live files
     */
    @Nullable ContentHash of(KeyRange partition, List<String> files) {
        Set<RunId> runs = new LinkedHashSet<>();
        for (String file : files) {
            Optional<RunId> run = DataFileName.runOf(file);
            if (run.isEmpty()) {
                return null; // another program wrote the file
            }
            runs.add(run.get());
        }
        for (RunId run : runs) {
            Inventory.@Nullable Partition recorded =
                    inventories.computeIfAbsent(run, this::inventory).get(partition);
            if (recorded != null && recorded.files().keySet().equals(Set.copyOf(files))) {
                return recorded.hash();
            }
        }
        return null;
    }

    private Map<KeyRange, Inventory.Partition> inventory(RunId run) {
        try {
            return new Inventory().read(metadata, run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
