package dev.exporter.verify;

import dev.exporter.plan.KeyRange;
import dev.exporter.verify.file.PartitionFiles;
import java.util.List;

/**
 * A partition of the tables, as their metadata has it.
 *
 * @param bounds its full bounds
 * @param exported the ranges of its keys that were exported, ascending
 * @param tables in the order of commits
 */
record LivePartition(KeyRange bounds, List<KeyRange> exported, List<PartitionFiles> tables) {
    LivePartition {
        exported = List.copyOf(exported);
        tables = List.copyOf(tables);
    }

    long rows() {
        return tables.stream().mapToLong(PartitionFiles::rows).sum();
    }
}
