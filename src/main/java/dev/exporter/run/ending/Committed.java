package dev.exporter.run.ending;

import dev.exporter.run.job.CommitTasklet.TableOutcome;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.work.StepNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/** What a run has committed, read from the contexts of its commit steps, whichever execution ran them. */
public final class Committed {
    private Committed() {}

    /** @param names of the tables, in the order of the commits */
    public static List<RunOutcome.Table> tables(JobStore store, JobExecution last, List<String> names) {
        Map<String, StepExecution> commits = new TreeMap<>(); // in the order of the waves

        for (JobExecution execution : store.repository().getJobExecutions(last.getJobInstance())) {
            for (StepExecution step : execution.getStepExecutions()) {
                if (step.getStatus() == BatchStatus.COMPLETED && StepNames.isCommit(step.getStepName())) {
                    commits.put(step.getStepName(), step);
                }
            }
        }
        List<RunOutcome.Table> tables = new ArrayList<>();
        for (String name : names) {
            RunOutcome.Table sum = new RunOutcome.Table(name, 0, 0, 0, 0, 0, 0);
            for (StepExecution commit : commits.values()) {
                sum = add(sum, TableOutcome.from(commit.getExecutionContext(), name));
            }
            tables.add(sum);
        }
        return tables;
    }

    private static RunOutcome.Table add(RunOutcome.Table sum, TableOutcome wave) {
        return new RunOutcome.Table(
                sum.name(),
                sum.rows() + wave.rows(),
                sum.files() + wave.files(),
                sum.bytes() + wave.bytes(),
                wave.snapshotId(),
                sum.replacedFiles() + wave.replacedFiles(),
                sum.keptPartitions() + wave.keptPartitions());
    }
}
