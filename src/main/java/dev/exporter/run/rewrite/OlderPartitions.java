package dev.exporter.run.rewrite;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.KeyRange;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.table.CommittedFile;
import dev.exporter.warehouse.table.ExistingTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Partitions that have files from before a column was added. New files for their rows would have NULL there, as if the
 * source had no value, and nothing would tell any more that it was never read. Only an export can write them anew.
 */
public final class OlderPartitions {
    private OlderPartitions() {}

    /** Those of a table, by the value counts in its manifests. */
    public static Set<KeyRange> of(ExistingTable table, Warehouse warehouse) {
        List<Integer> columns = table.columns().stream().map(ColumnSpec::id).toList();
        Set<KeyRange> older = new HashSet<>();
        for (CommittedFile file : warehouse.pin(List.of(table.name())).committedFiles(table)) {
            boolean isWhole = columns.stream().allMatch(column -> {
                CommittedFile.Metrics said = file.columns().get(column);
                return said != null && said.values() != null;
            });
            if (!isWhole) {
                older.add(file.partition());
            }
        }
        return older;
    }
}
