package dev.exporter.run.repository;

import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.RunPlan;
import java.time.Instant;
import java.util.List;

/**
 * What stays of a run's plan in the job's context when its file is gone.
 *
 * @param frozenEnd the last key of the run's range
 * @param partitions of all waves
 * @param tables in the order of their commits
 * @param scanned source tables that a wave scans
 */
public record PlanNote(
        Instant planned,
        long frozenEnd,
        long partitionSize,
        int partitions,
        int waves,
        List<String> tables,
        List<String> scanned,
        ExportRequest request) {
    /** The name of its JSON form in the context. */
    public static final String KEY = "exporter.plan";

    public PlanNote {
        tables = List.copyOf(tables);
        scanned = List.copyOf(scanned);
    }

    public static PlanNote of(RunPlan plan) {
        return new PlanNote(
                plan.created(),
                plan.range().last(),
                plan.partitionSize(),
                plan.waves().stream().mapToInt(wave -> wave.partitions().size()).sum(),
                plan.waves().size(),
                plan.tableNames(),
                plan.waves().stream()
                        .flatMap(wave -> wave.scanned().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                plan.request());
    }
}
