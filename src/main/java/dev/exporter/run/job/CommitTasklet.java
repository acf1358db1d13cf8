package dev.exporter.run.job;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.load.OldRowCount;
import dev.exporter.run.planning.Json;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.work.Workspace;
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Commits a wave: one snapshot for each table, in the dataset's order. Repeatable after a crash at any instruction;
 * a table that already has the run's snapshot is left as it is.
 */
public final class CommitTasklet implements Tasklet {
    private final JobStore store;
    private final Workspace workspace;
    private final RunPlan.Wave wave;

    CommitTasklet(JobStore store, Workspace workspace, RunPlan.Wave wave) {
        this.store = store;
        this.workspace = workspace;
        this.wave = wave;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        workspace.progress().stage("commit");
        StepExecution step = contribution.getStepExecution();
        WaveResult result =
                WaveResult.of(store.repository(), step.getJobExecution().getJobInstance(), workspace.plan(), wave);
        List<TableCommit> commits = commits(result);
        boolean changesNothing = changesNothing(commits);
        if (!changesNothing) {
            requireAllPossible(commits);
        }
        for (TableCommit commit : commits) {
            String table = commit.table().name();
            workspace.requireHeld();
            TableCommit.Result committed =
                    changesNothing ? unchanged(table) : workspace.warehouse().commit(commit);
            TableOutcome.of(table, commit.rewritten(), committed, result.keptPartitions(table))
                    .into(step.getExecutionContext());
            tell(table, result.oldRows(table));
            FaultPoint.BETWEEN_TABLES.reached();
        }
        // After the commits: what is noted must be in the tables. What is not noted is read once more.
        workspace
                .warehouse()
                .sourceCounts(workspace.plan().dataset())
                .add(workspace.plan().run(), wave.number(), result.counts());
        return RepeatStatus.FINISHED;
    }

    private List<TableCommit> commits(WaveResult result) {
        Path files = workspace.folder().files();
        Dataset dataset = workspace.dataset();
        return dataset.tables().stream()
                .map(table -> new TableCommit(
                        workspace.plan(), wave, table, dataset.range(), result.rewritten(table.name(), files)))
                .toList();
    }

    /** As long as nothing is committed the run can be given up: what could not be finished is not begun. */
    private void requireAllPossible(List<TableCommit> commits) {
        for (TableCommit commit : commits) {
            Optional<ExporterException> conflict = workspace.warehouse().conflict(commit);
            if (conflict.isPresent()) {
                throw conflict.get();
            }
        }
    }

    /** Whether some partitions were only looked at: a table is not to have a snapshot for each time that it is. */
    private boolean changesNothing(List<TableCommit> commits) {
        List<KeyRange> covered = workspace.plan().covers(wave);
        return workspace.plan().request().partitions().only().isPresent()
                && commits.stream()
                        .allMatch(commit -> commit.rewritten().isEmpty()
                                && workspace
                                        .warehouse()
                                        .table(commit.table().name())
                                        .filter(existing -> covered.stream().allMatch(existing::hasExported))
                                        .isPresent());
    }

    private TableCommit.Result unchanged(String table) {
        @Nullable Long snapshot = workspace.plan().table(table).snapshotId();
        return new TableCommit.Result(snapshot == null ? 0 : snapshot, 0, true);
    }

    private void tell(String table, OldRowCount old) {
        if (old.dropped() > 0) {
            workspace
                    .progress()
                    .warning("table " + table + ": dropped " + old.dropped()
                            + " rows that the source no longer holds, as --replace exact asks");
        }
        if (old.kept() > 0) {
            workspace
                    .progress()
                    .information("table " + table + ": kept " + old.kept() + " rows that the source has pruned");
        }
    }

    /**
     * What a wave's commit did to a table; kept in the step's context for whoever reports the run.
     *
     * @param keptPartitions partitions whose content was unchanged
     */
    public record TableOutcome(
            String table, long rows, int files, long bytes, long snapshotId, int replacedFiles, int keptPartitions) {
        static TableOutcome of(
                String table, List<RewrittenPartition> rewritten, TableCommit.Result committed, int kept) {
            long rows = 0;
            long bytes = 0;
            int files = 0;
            for (RewrittenPartition partition : rewritten) {
                for (var file : partition.files()) {
                    rows += file.rows();
                    bytes += file.bytes();
                    files++;
                }
            }
            return new TableOutcome(table, rows, files, bytes, committed.snapshotId(), committed.replacedFiles(), kept);
        }

        private void into(ExecutionContext context) {
            context.putString(key(table), Json.text(this));
        }

        public static TableOutcome from(ExecutionContext context, String table) {
            return Json.read(context.getString(key(table)), new com.fasterxml.jackson.core.type.TypeReference<>() {});
        }

        private static String key(String table) {
            return "committed." + table;
        }
    }
}
