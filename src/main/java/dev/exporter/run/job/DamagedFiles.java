package dev.exporter.run.job;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.work.LastSteps;
import dev.exporter.run.work.PartitionProgress;
import dev.exporter.run.work.StepNames;
import dev.exporter.run.work.Workspace;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.runs.RunFile;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Staged files that publishing found to be lost or changed since they were written, and published ones that were withdrawn
 * before any table had them. Their partitions are read again when the run goes on: its execution marks them as not done.
 * For one thread.
 */
public final class DamagedFiles {
    private final Workspace workspace;
    private final JobRepository repository;

    public DamagedFiles(Workspace workspace, JobRepository repository) {
        this.workspace = workspace;
        this.repository = repository;
    }

    /** Has the partitions of damaged files done again. Can be repeated after a stop at any instruction. */
    public void redo(JobInstance instance) {
        Map<String, StepExecution> steps = LastSteps.of(repository, instance);
        for (RunPlan.Wave wave : workspace.plan().waves()) {
            StepExecution publish = steps.get(StepNames.publish(wave.number()));
            StepExecution export = steps.get(StepNames.export(wave.number()));
            // Looked at only where publishing has begun: it looks at each file, which takes its time.
            if (publish == null || export == null || isCommitted(wave, steps)) {
                continue;
            }
            for (KeyRange partition : wave.partitions()) {
                StepExecution step = steps.get(StepNames.partition(wave.number(), partition));
                if (step != null && step.getStatus() == BatchStatus.COMPLETED) {
                    redoIfDamaged(partition, List.of(publish, export, step));
                }
            }
        }
    }

    /** Whether a table has the wave: then all must get these files, and no others. */
    private boolean isCommitted(RunPlan.Wave wave, Map<String, StepExecution> steps) {
        StepExecution commit = steps.get(StepNames.commit(wave.number()));
        if (commit == null) {
            return false;
        }
        String id = TableCommit.id(workspace.plan(), wave);
        return commit.getStatus() == BatchStatus.COMPLETED
                || workspace.dataset().tables().stream()
                        .flatMap(table -> workspace.warehouse().table(table.name()).stream())
                        .anyMatch(table -> table.hasCommit(id, workspace.plan().run(), wave.number()));
    }

    /** @param steps that are done again where a file of the partition is damaged; the last is the partition's own */
    private void redoIfDamaged(KeyRange partition, List<StepExecution> steps) {
        StepExecution step = steps.get(steps.size() - 1);
        List<StagedFile> files = PartitionProgress.from(step.getExecutionContext()).stream()
                .flatMap(progress -> progress.tables().stream())
                .flatMap(table -> table.files().stream())
                .map(file -> file.in(workspace.folder().files()))
                .toList();
        String column = workspace.dataset().range().column();
        List<StagedFile> damaged = files.stream()
                .filter(file -> !Files.exists(workspace.warehouse().dataFile(column, file.name())))
                .filter(file -> !workspace.folder().isAsWritten(file))
                .toList();
        if (!damaged.isEmpty()) {
            workspace
                    .progress()
                    .warning("partition " + partition + ": the staged file "
                            + damaged.get(0).name()
                            + (damaged.size() == 1 ? " is" : " and " + (damaged.size() - 1) + " more are")
                            + " not there as the run wrote it; the partition is read again");
            workspace.warehouse().withdraw(new RunFile(workspace.plan().run(), column, files));
            damaged.forEach(file -> workspace.folder().deleteFile(file.name()));
            steps.forEach(this::markAsFailed);
        }
    }

    private void markAsFailed(StepExecution step) {
        if (step.getStatus() != BatchStatus.FAILED) {
            step.setStatus(BatchStatus.FAILED);
            step.setExitStatus(ExitStatus.FAILED);
            repository.update(step);
        }
    }
}
