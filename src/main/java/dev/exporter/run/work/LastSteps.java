package dev.exporter.run.work;

import java.util.HashMap;
import java.util.Map;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** The last execution of each step of a run, by the step's name: what Spring Batch decides a restart by. */
public final class LastSteps {
    private LastSteps() {}

    public static Map<String, StepExecution> of(JobRepository repository, JobInstance instance) {
        Map<String, StepExecution> last = new HashMap<>();
        for (JobExecution execution : repository.getJobExecutions(instance)) {
            for (StepExecution step : execution.getStepExecutions()) {
                last.merge(step.getStepName(), step, (one, other) -> one.getId() > other.getId() ? one : other);
            }
        }
        return last;
    }
}
