package dev.exporter.run.repository;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** A job of one step that does nothing, to see whether a repository can keep its books. */
public final class EmptyJob {
    private EmptyJob() {}

    public static Job of(JobStore store) {
        return new JobBuilder("job", store.repository())
                .start(new StepBuilder("step", store.repository())
                        .tasklet((contribution, context) -> RepeatStatus.FINISHED, store.transactions())
                        .build())
                .build();
    }
}
