package dev.exporter.warehouse.commit;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run does to one table, in one snapshot: each rewritten partition is replaced by the run's files for it, all
 * others stay as they are.
 *
 * @param wave the plan's wave whose partitions are committed
 * @param table as the dataset declares it; its columns are those present under the plan's options
 * @param rewritten the partitions whose content changed, in ascending order
 */
public record TableCommit(
        RunPlan plan, RunPlan.Wave wave, TableSpec table, Dataset.RangeKey range, List<RewrittenPartition> rewritten) {
    public TableCommit {
        rewritten = List.copyOf(rewritten);
        for (RewrittenPartition partition : rewritten) {
            if (!wave.partitions().contains(partition.bounds())) {
                throw new IllegalArgumentException("wave " + wave.number() + " has no partition " + partition.bounds());
            }
        }
    }

    /** A commit of a plan that has one wave. */
    public static TableCommit of(
            RunPlan plan, TableSpec table, Dataset.RangeKey range, List<RewrittenPartition> rewritten) {
        if (plan.waves().size() != 1) {
            throw new IllegalArgumentException("the plan has " + plan.waves().size() + " waves");
        }
        return new TableCommit(plan, plan.waves().get(0), table, range, rewritten);
    }

    /** The files of all rewritten partitions. */
    public List<StagedFile> files() {
        return rewritten.stream()
                .flatMap(partition -> partition.files().stream())
                .toList();
    }

    /** The run, and its wave where it has several: what stands in {@code exporter.recent-runs}. */
    public String id() {
        return id(plan, wave);
    }

    /** The {@link #id()} of all commits of a wave. */
    public static String id(RunPlan plan, RunPlan.Wave wave) {
        return plan.waves().size() == 1 ? plan.run().text() : plan.run().text() + "." + wave.number();
    }

    /** The name of the file that tells what it has made of partitions. */
    String inventory() {
        return "inventory-" + id() + ".avro";
    }

    /** The partitions whose live files go, ascending; neighbours as one range. */
    List<KeyRange> replaced() {
        return joined(rewritten.stream().filter(RewrittenPartition::isReplaced));
    }

    /** The partitions that change, ascending; neighbours as one range. */
    List<KeyRange> changed() {
        return joined(rewritten.stream());
    }

    private static List<KeyRange> joined(Stream<RewrittenPartition> partitions) {
        return KeyRange.joined(
                partitions.map(RewrittenPartition::bounds).sorted().toList());
    }

    /**
     * How a commit ended.
     *
     * @param snapshotId the snapshot that holds the run's files
     * @param replacedFiles files that were live before and are not any more
     * @param alreadyCommitted whether an earlier call had done it
     */
    public record Result(long snapshotId, int replacedFiles, boolean alreadyCommitted) {}
}
