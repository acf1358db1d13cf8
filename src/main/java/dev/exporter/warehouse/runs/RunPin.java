package dev.exporter.warehouse.runs;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an unfinished run has planned on. Its partitions must keep their files and its snapshots must stay, with all that
 * came after them: it reads rows that it carries over from those files, and Iceberg follows the history from the snapshot
 * on when the run commits. A run that was interrupted needs both as much as one that is under way.
 *
 * @param aligned the whole partitions of its range
 * @param staging where its folder lies, absolute
 * @param host the machine that {@code staging} is on
 * @param namespace of its tables, or empty
 * @param tables in no order
 */
public record RunPin(
        RunId run, KeyRange aligned, String staging, String host, String namespace, List<PinnedTable> tables) {
    public RunPin {
        tables = List.copyOf(tables);
    }

    /**
     * A table as the plan found it.
     *
     * @param snapshotId its current snapshot; null where it had none, so that the run needs its whole history
     */
    public record PinnedTable(String name, @Nullable Long snapshotId) {}

    /** The pin of a plan. */
    public static RunPin of(RunPlan plan, String host) {
        return new RunPin(
                plan.run(),
                plan.aligned(),
                plan.request().place().staging().toString(),
                host,
                plan.request().place().namespace(),
                plan.tables().stream()
                        .map(table -> new PinnedTable(table.name(), table.snapshotId()))
                        .toList());
    }

    /** The staging directory. */
    public Path stagingPath() {
        return Path.of(staging);
    }
}
