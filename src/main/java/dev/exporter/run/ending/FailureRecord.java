package dev.exporter.run.ending;

import dev.exporter.plan.Problem;
import dev.exporter.run.planning.Json;
import dev.exporter.run.repository.FailureNote;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.RunNote;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/** Keeps why an execution failed where whoever looks at it later finds it. */
final class FailureRecord {
    private static final Logger LOG = LoggerFactory.getLogger(FailureRecord.class);

    private FailureRecord() {}

    /** The sentence in the execution's exit message, the whole chain of causes in its context. */
    static void save(JobStore store, JobExecution execution, Problem problem, List<Throwable> failures) {
        Optional<String> partition = execution.getStepExecutions().stream()
                .filter(step -> step.getStatus() == BatchStatus.FAILED)
                .filter(step -> step.getStepName().contains(":"))
                .min(Comparator.comparing(
                        step -> Objects.requireNonNullElse(step.getEndTime(), java.time.LocalDateTime.MAX)))
                .map(StepExecution::getStepName)
                .map(name -> name.substring(name.indexOf(':') + 1));
        FailureNote note = FailureNote.of(problem, partition, failures.stream().findFirst());
        ExitStatus exit = execution.getExitStatus();
        try {
            execution.getExecutionContext().putString(FailureNote.KEY, Json.text(note));
            store.repository().updateExecutionContext(execution);
            String message = RunNote.in(Objects.requireNonNullElse(exit.getExitDescription(), ""))
                    .map(done -> done.failed(problem).text())
                    .orElse(problem.code() + ": " + problem.message());
            execution.setExitStatus(new ExitStatus(exit.getExitCode(), message));
            store.repository().update(execution);
        } catch (RuntimeException e) {
            LOG.debug("the failure is told all the same, but not kept", e); // the repository may be what failed
        }
    }
}
