package dev.exporter.warehouse;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.staging.StagedFile;
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
        RunPlan plan, RunPlan.Wave wave, TableSpec table, Dataset.RangeKey range, List<Rewritten> rewritten) {
    public TableCommit {
        rewritten = List.copyOf(rewritten);
        for (Rewritten partition : rewritten) {
            if (!wave.partitions().contains(partition.bounds())) {
                throw new IllegalArgumentException("wave " + wave.number() + " has no partition " + partition.bounds());
            }
        }
    }

    /** A commit of a plan that has one wave. */
    public static TableCommit of(RunPlan plan, TableSpec table, Dataset.RangeKey range, List<Rewritten> rewritten) {
        if (plan.waves().size() != 1) {
            throw new IllegalArgumentException("the plan has " + plan.waves().size() + " waves");
        }
        return new TableCommit(plan, plan.waves().get(0), table, range, rewritten);
    }

    List<StagedFile> files() {
        return rewritten.stream()
                .flatMap(partition -> partition.files().stream())
                .toList();
    }

    /** The run, and its wave where it has several: what stands in {@code exporter.recent-runs}. */
    String id() {
        return plan.waves().size() == 1 ? plan.run().text() : plan.run().text() + "." + wave.number();
    }

    /**
     * A partition with its new content.
     *
     * @param bounds the partition's full bounds
     * @param hash of all its rows
     * @param files in the order of their rows; none where the partition became empty
     * @param beside the names of the partition's live files where they stay, with {@code files} beside them; none where
     *     the partition is replaced
     */
    public record Rewritten(KeyRange bounds, ContentHash hash, List<StagedFile> files, List<String> beside) {
        public Rewritten {
            files = List.copyOf(files);
            beside = List.copyOf(beside);
            long rows = files.stream().mapToLong(StagedFile::rows).sum();
            if (beside.isEmpty() ? rows != hash.rows() : rows >= hash.rows()) {
                throw new IllegalArgumentException("partition " + bounds + ": the files have " + rows
                        + " rows, the content hash counts " + hash.rows());
            }
            for (StagedFile file : files) {
                if (!file.name().partition().equals(bounds)) {
                    throw new IllegalArgumentException(file.name() + " is not of partition " + bounds);
                }
            }
        }

        /** A partition that is replaced. */
        public Rewritten(KeyRange bounds, ContentHash hash, List<StagedFile> files) {
            this(bounds, hash, files, List.of());
        }

        boolean isReplaced() {
            return beside.isEmpty();
        }
    }

    /** The partitions whose live files go, ascending; neighbours as one range. */
    List<KeyRange> replaced() {
        return joined(rewritten.stream().filter(Rewritten::isReplaced));
    }

    /** The partitions that change, ascending; neighbours as one range. */
    List<KeyRange> changed() {
        return joined(rewritten.stream());
    }

    private static List<KeyRange> joined(Stream<Rewritten> partitions) {
        return KeyRange.joined(partitions.map(Rewritten::bounds).sorted().toList());
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
