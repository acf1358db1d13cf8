package dev.exporter.run.job;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceCount;
import dev.exporter.run.load.OldRowCount;
import dev.exporter.run.work.PartitionProgress;
import dev.exporter.run.work.PartitionProgress.TableProgress;
import dev.exporter.run.work.StepNames;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** What the partitions of a wave have written, gathered from all executions of the run and checked to be complete. */
final class WaveResult {
    private final RunPlan plan;
    private final RunPlan.Wave wave;
    private final Map<KeyRange, PartitionProgress> partitions;

    private WaveResult(RunPlan plan, RunPlan.Wave wave, Map<KeyRange, PartitionProgress> partitions) {
        this.plan = plan;
        this.wave = wave;
        this.partitions = partitions;
    }

    /**
     * Gathers a wave's result.
     *
     * @throws ExporterException failed, if a partition of the plan was not completed, or if its files hold another
     *     number of rows than were read for it
     */
    static WaveResult of(JobRepository repository, JobInstance instance, RunPlan plan, RunPlan.Wave wave) {
        Map<KeyRange, PartitionProgress> completed = new HashMap<>();
        String prefix = StepNames.export(wave.number()) + ":";
        for (JobExecution execution : repository.getJobExecutions(instance)) {
            for (StepExecution step : execution.getStepExecutions()) {
                if (step.getStepName().startsWith(prefix) && step.getStatus() == BatchStatus.COMPLETED) {
                    PartitionProgress.from(step.getExecutionContext())
                            .ifPresent(progress -> completed.put(StepNames.partitionOf(step.getStepName()), progress));
                }
            }
        }
        WaveResult result = new WaveResult(plan, wave, completed);
        wave.partitions().forEach(result::requireComplete);
        return result;
    }

    private void requireComplete(KeyRange partition) {
        PartitionProgress progress = partitions.get(partition);
        if (progress == null) {
            throw incomplete("partition " + partition + " was not exported");
        }
        for (TableProgress table : progress.tables()) {
            if (!table.isComplete()) {
                throw incomplete("partition " + partition + " of " + table.table() + " has "
                        + table.rowsWritten() + " rows in its files, but "
                        + table.rows() + " are to be");
            }
        }
    }

    private ExporterException incomplete(String message) {
        return ExporterException.failed(
                "run-incomplete", message, "run " + plan.run(), "Nothing was published; start over with --fresh", null);
    }

    /** Every file of the wave, as it lies or lay in {@code folder}. */
    List<StagedFile> files(Path folder) {
        List<StagedFile> files = new ArrayList<>();
        for (KeyRange partition : wave.partitions()) {
            for (TableProgress table : progress(partition).tables()) {
                table.files().forEach(file -> files.add(file.in(folder)));
            }
        }
        return files;
    }

    /** The partitions of {@code table} that its commit replaces; those that are kept or were and stay empty are not. */
    List<RewrittenPartition> rewritten(String table, Path folder) {
        List<RewrittenPartition> rewritten = new ArrayList<>();
        for (KeyRange partition : wave.partitions()) {
            TableProgress part = progress(partition).table(table);
            boolean stayedEmpty = part.hash().rows() == 0
                    && plan.table(table).partition(partition).files().isEmpty();
            if (!part.kept() && !stayedEmpty) {
                List<StagedFile> files =
                        part.files().stream().map(file -> file.in(folder)).toList();
                List<String> beside = part.isAppended()
                        ? plan.table(table).partition(partition).files()
                        : List.of();
                rewritten.add(new RewrittenPartition(partition, part.hash(), files, beside));
            }
        }
        return rewritten;
    }

    TableProgress table(KeyRange partition, String table) {
        return progress(partition).table(table);
    }

    /** How many rows of the source each partition had when it was read, where that is known. */
    Map<KeyRange, SourceCount> counts() {
        Map<KeyRange, SourceCount> counts = new TreeMap<>();
        partitions.forEach((partition, progress) -> {
            SourceCount count = progress.count();
            if (count != null) {
                counts.put(partition, count);
            }
        });
        return counts;
    }

    int keptPartitions(String table) {
        return (int) wave.partitions().stream()
                .filter(partition -> progress(partition).table(table).kept())
                .count();
    }

    /** What became of rows that {@code table} held and the source did not. */
    OldRowCount oldRows(String table) {
        return wave.partitions().stream()
                .map(partition -> progress(partition).table(table).oldRows())
                .reduce(OldRowCount.NONE, OldRowCount::plus);
    }

    private PartitionProgress progress(KeyRange partition) {
        PartitionProgress progress = partitions.get(partition);
        if (progress == null) {
            throw new IllegalStateException("checked before: " + partition);
        }
        return progress;
    }
}
