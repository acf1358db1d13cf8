package dev.exporter.warehouse.keeping;

import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.util.List;
import java.util.Set;

/**
 * Other files for the rows that partitions of a table hold anyway, in one snapshot.
 *
 * @param number counts the rewrites of a run, so that each has an inventory of its own
 * @param rangeColumn the range key's column
 * @param partitions ascending, at least one
 */
public record TableRewrite(RunId run, int number, String table, String rangeColumn, List<Partition> partitions) {
    public TableRewrite {
        partitions = List.copyOf(partitions);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("nothing is rewritten in table " + table);
        }
    }

    /**
     * A partition with its new files.
     *
     * @param before the names of all files that it had
     */
    public record Partition(Set<String> before, RewrittenPartition after) {
        public Partition {
            before = Set.copyOf(before);
        }
    }

    List<RewrittenPartition> rewritten() {
        return partitions.stream().map(Partition::after).toList();
    }

    List<StagedFile> files() {
        return partitions.stream()
                .flatMap(partition -> partition.after().files().stream())
                .toList();
    }

    String inventory() {
        return "inventory-" + run + "." + number + ".avro";
    }
}
