package dev.exporter.run.load;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.TableSpec;
import dev.exporter.source.SourceDatabases;
import dev.exporter.transform.Engine;
import dev.exporter.transform.OldRows;
import dev.exporter.warehouse.PinnedTables;
import dev.exporter.warehouse.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What rows are loaded with. Its parts are thread-safe and their opener's to close.
 *
 * @param tables the output tables under the run's options, in the order of their commits
 */
public record Rooms(
        Dataset dataset,
        RunPlan plan,
        List<TableSpec> tables,
        SourceDatabases sources,
        Engine engine,
        BufferAllocator allocator,
        Warehouse warehouse,
        Pace pace,
        StopSignal stop,
        ProgressListener progress) {
    public Rooms {
        tables = List.copyOf(tables);
    }

    Map<String, String> options() {
        return plan.request().options();
    }

    /**
     * What a table holds of a partition, as the plan found it. Where all partitions are to be written anew, their files may
     * be damaged: those that are not what was committed are left out.
     */
    OldRows old(TableSpec table, KeyRange partition) {
        String keyColumn = dataset.range().column();
        List<Path> files = readable(
                        table, plan.table(table.name()).partition(partition).files())
                .stream()
                .map(name -> warehouse.dataFile(keyColumn, DataFileName.parse(name)))
                .toList();
        return new OldRows(table, files, keyColumn, partition.intersection(plan.range()));
    }

    /** Whether a partition's rows of a source table are counted: they are found by the range key. */
    boolean isCounted(SourceTable source) {
        return source.read() instanceof SourceTable.ByRange && dataset.reads(source, options());
    }

    private List<String> readable(TableSpec table, List<String> names) {
        if (plan.request().partitions().rewrite() != ExportRequest.Rewrite.ALL || names.isEmpty()) {
            return names;
        }
        PinnedTables pinned = warehouse.pin(List.of(table.name()));
        Set<String> intact = pinned.intact(pinned.table(table.name()).orElseThrow(), names);
        return names.stream().filter(intact::contains).toList();
    }

    /** Whether any table holds rows of a partition. */
    boolean replaces(KeyRange partition) {
        return plan.tables().stream()
                .anyMatch(table -> !table.partition(partition).files().isEmpty());
    }
}
