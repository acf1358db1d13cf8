package dev.exporter.run.load;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.source.SourceDatabases;
import dev.exporter.transform.Carry;
import dev.exporter.transform.Engine;
import dev.exporter.warehouse.Warehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        StopSignal stop,
        ProgressListener progress) {
    public Rooms {
        tables = List.copyOf(tables);
    }

    Map<String, String> options() {
        return plan.request().options();
    }

    /** The rows of a partition that the run's range does not cover, which stay as the table has them. */
    Carry carry(TableSpec table, KeyRange partition) {
        if (plan.range().contains(partition)) {
            return Carry.none();
        }
        List<Path> files = plan.table(table.name()).partition(partition).files().stream()
                .map(name -> warehouse.dataFile(dataset.range().column(), DataFileName.parse(name)))
                .toList();
        return files.isEmpty()
                ? Carry.none()
                : new Carry(files, dataset.range().column(), partition.intersection(plan.range()));
    }
}
