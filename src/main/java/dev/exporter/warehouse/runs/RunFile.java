package dev.exporter.warehouse.runs;

import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run publishes and commits, as the warehouse keeps it until the run's last commit: enough to finish the run
 * where its job repository and its staging are lost.
 *
 * @param rangeColumn the range key's column, which names the partitions' folders
 * @param files all files that are to be published, of all waves so far
 * @param plan the run's plan as JSON
 * @param commits what is to be committed, of all waves so far
 */
public record RunFile(
        RunId run, String rangeColumn, List<StagedFile> files, Optional<String> plan, List<PlannedCommit> commits) {
    public RunFile {
        files = List.copyOf(files);
        commits = List.copyOf(commits);
        for (StagedFile file : files) {
            if (!file.name().run().equals(run)) {
                throw new IllegalArgumentException(file.name() + " is not a file of run " + run);
            }
        }
    }

    /** One that tells which files there are, and not what for. */
    public RunFile(RunId run, String rangeColumn, List<StagedFile> files) {
        this(run, rangeColumn, files, Optional.empty(), List.of());
    }

    /** What one wave changes in one table. */
    public record PlannedCommit(int wave, String table, List<RewrittenPartition> rewritten) {
        public PlannedCommit {
            rewritten = List.copyOf(rewritten);
        }

        boolean isOfSameAs(PlannedCommit other) {
            return wave == other.wave && table.equals(other.table);
        }
    }

    /** The same with what {@code more}, of the same run, adds to it or tells anew. */
    RunFile with(RunFile more, List<StagedFile> allFiles) {
        List<PlannedCommit> all = new ArrayList<>(commits);
        all.removeIf(known -> more.commits.stream().anyMatch(known::isOfSameAs));
        all.addAll(more.commits);
        return new RunFile(run, rangeColumn, allFiles, more.plan.or(() -> plan), all);
    }
}
