package dev.exporter.run;

import dev.exporter.plan.RunPlan;
import dev.exporter.run.job.CommitTasklet.TableOutcome;
import dev.exporter.run.job.StepNames;
import dev.exporter.run.repository.JobStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/** What a run has committed, read from the contexts of its commit steps, whichever execution ran them. */
final class Committed {
    private Committed() {}

    static List<RunOutcome.Table> tables(JobStore store, JobExecution last, RunPlan plan) {
        Map<String, StepExecution> commits = new HashMap<>();
        for (JobExecution execution : store.repository().getJobExecutions(last.getJobInstance())) {
            for (StepExecution step : execution.getStepExecutions()) {
                if (step.getStatus() == BatchStatus.COMPLETED) {
                    commits.put(step.getStepName(), step);
                }
            }
        }
        List<RunOutcome.Table> tables = new ArrayList<>();
        for (RunPlan.TableState table : plan.tables()) {
            RunOutcome.Table sum = new RunOutcome.Table(table.name(), 0, 0, 0, 0, 0, 0);
            for (RunPlan.Wave wave : plan.waves()) {
                StepExecution commit = commits.get(StepNames.commit(wave.number()));
                if (commit != null) {
                    sum = add(sum, TableOutcome.from(commit.getExecutionContext(), table.name()));
                }
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
