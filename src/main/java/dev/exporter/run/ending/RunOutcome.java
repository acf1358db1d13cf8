package dev.exporter.run.ending;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended that had begun.
 *
 * @param range with its end frozen
 * @param aligned the whole partitions around {@code range}
 * @param resumed whether it continued an interrupted run
 * @param tables what was committed, in the order of the commits; empty unless it is done
 * @param problem what went wrong; empty where nothing did or the run was stopped
 */
public record RunOutcome(
        ExitCode exitCode,
        RunId run,
        KeyRange range,
        KeyRange aligned,
        boolean resumed,
        List<Table> tables,
        Optional<Problem> problem) {
    public RunOutcome {
        tables = List.copyOf(tables);
    }

    static RunOutcome of(
            ExitCode exitCode, RunPlan plan, boolean resumed, List<Table> tables, Optional<Problem> problem) {
        return new RunOutcome(exitCode, plan.run(), plan.range(), plan.aligned(), resumed, tables, problem);
    }

    /**
     * What a run did to a table, over all its waves.
     *
     * @param snapshotId of the last wave's commit
     * @param replacedFiles files that the table no longer holds
     * @param keptPartitions partitions whose content was unchanged
     */
    public record Table(
            String name, long rows, int files, long bytes, long snapshotId, int replacedFiles, int keptPartitions) {}
}
