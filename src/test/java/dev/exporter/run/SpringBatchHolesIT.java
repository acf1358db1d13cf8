package dev.exporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.run.ending.EarlierRuns;
import dev.exporter.run.load.StopSignal;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory;
import dev.exporter.run.repository.RunHistory.Unfinished;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobRestartException;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepInterruptionPolicy;
import org.springframework.batch.core.step.ThreadStepInterruptionPolicy;
import org.springframework.batch.core.step.builder.ChunkOrientedStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Where Spring Batch 6.0.4 alone loses or blocks a run, and that the run's own ways do not. */
class SpringBatchHolesIT {
    private static final List<Integer> ITEMS = List.of(1, 2, 3, 4, 5);

    @TempDir
    Path directory;

    private JobStoreAddress address;
    private JobStore store;

    @BeforeEach
    void open() {
        address = JobStoreAddress.parse("sqlite", directory, Optional.empty());
        store = JobStore.open(address, 1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void anInterruptedStepOfSpringBatchAloneEndsAsCompletedWithAPartOfItsItems() throws Exception {
        List<Integer> written = new ArrayList<>();

        JobExecution execution = run(interruptedAfterTwo(new ThreadStepInterruptionPolicy(), written));

        assertThat(execution.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(written).containsExactly(1, 2);
    }

    @Test
    void anInterruptedStepUnderTheRunsPolicyIsStoppedAndGoesOn() throws Exception {
        List<Integer> written = new ArrayList<>();

        JobExecution execution = run(interruptedAfterTwo(new StopSignal(), written));

        assertThat(written).containsExactly(1, 2);
        assertThat(execution.getStatus()).isEqualTo(BatchStatus.STOPPED);
        assertThat(execution.getStepExecutions()).allMatch(step -> step.getStatus() == BatchStatus.STOPPED);
    }

    @Test
    void aFailureOfATransactionsEndIsNeitherRecoveredNorRestartedBySpringBatchAlone() throws Exception {
        Job job = job(failingAtItsCommit());
        JobExecution failed = store.operator().start(job, parameters(newRun()));
        store.register(job);

        assertThat(failed.getStepExecutions()).allMatch(step -> step.getStatus() == BatchStatus.UNKNOWN);
        store.operator().recover(reloaded(failed));
        assertThat(reloaded(failed).getStatus()).isEqualTo(BatchStatus.UNKNOWN);
        assertThatThrownBy(() -> store.operator().restart(reloaded(failed))).isInstanceOf(JobRestartException.class);
    }

    @Test
    void aFailureOfATransactionsEndIsRecoveredByTheRunAndGoesOn() throws Exception {
        Job job = job(failingAtItsCommit());
        JobExecution failed = store.operator().start(job, parameters(newRun()));
        store.register(job);

        JobExecution recovered = EarlierRuns.recovered(store, unfinished(failed));
        JobExecution ended = store.operator().restart(recovered);

        assertThat(ended.getStatus()).isEqualTo(BatchStatus.COMPLETED);
    }

    @Test
    void anInstanceWithoutAnExecutionBlocksItsParametersForEver() {
        JobParameters parameters = parameters(newRun());
        store.repository().createJobInstance(RunHistory.JOB_NAME, parameters);

        assertThatThrownBy(() -> store.operator().start(job(once(() -> {})), parameters))
                .hasMessageContaining("Cannot find any job execution");
    }

    @Test
    void anInstanceWithoutAnExecutionBlocksNoRunSinceEachHasAnIdOfItsOwn() throws Exception {
        store.repository().createJobInstance(RunHistory.JOB_NAME, parameters(newRun()));

        assertThat(RunHistory.unfinished(address)).isEmpty();
        JobExecution execution = store.operator().start(job(once(() -> {})), parameters(newRun()));

        assertThat(execution.getStatus()).isEqualTo(BatchStatus.COMPLETED);
    }

    private Step interruptedAfterTwo(StepInterruptionPolicy policy, List<Integer> written) {
        return new ChunkOrientedStepBuilder<Integer, Integer>("step", store.repository(), 1)
                .reader(new ListItemReader<>(ITEMS))
                .writer(items -> {
                    written.addAll(items.getItems());
                    if (written.size() == 2) {
                        Thread.currentThread().interrupt();
                    }
                })
                .transactionManager(new ResourcelessTransactionManager())
                .interruptionPolicy(policy)
                .build();
    }

    /** Runs the step in this thread, which is not interrupted any more afterwards. */
    private JobExecution run(Step step) throws Exception {
        try {
            return store.operator().start(job(step), parameters(newRun()));
        } finally {
            Thread.interrupted();
        }
    }

    /** A step whose first transaction ends as if the disk had gone. */
    private Step failingAtItsCommit() {
        ResourcelessTransactionManager failing = new ResourcelessTransactionManager() {
            private boolean failed;

            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                if (!failed) {
                    failed = true;
                    throw new TransactionSystemException("the disk is gone");
                }
                super.doCommit(status);
            }
        };
        return new StepBuilder("step", store.repository())
                .tasklet((contribution, context) -> RepeatStatus.FINISHED, failing)
                .build();
    }

    private Step once(Runnable work) {
        return new StepBuilder("step", store.repository())
                .tasklet(
                        (contribution, context) -> {
                            work.run();
                            return RepeatStatus.FINISHED;
                        },
                        store.transactions())
                .build();
    }

    private Job job(Step step) {
        return new JobBuilder(RunHistory.JOB_NAME, store.repository())
                .start(step)
                .build();
    }

    private static RunId newRun() {
        return RunId.create(Instant.now());
    }

    private static JobParameters parameters(RunId run) {
        return new JobParametersBuilder()
                .addString(RunHistory.Parameter.RUN, run.text(), true)
                .toJobParameters();
    }

    private JobExecution reloaded(JobExecution execution) {
        JobExecution reloaded = store.repository().getJobExecution(execution.getId());
        if (reloaded == null) {
            throw new AssertionError("execution " + execution.getId() + " is gone");
        }
        return reloaded;
    }

    private Unfinished unfinished(JobExecution execution) {
        return new Unfinished(
                newRun(),
                execution.getId(),
                execution.getStatus().toString(),
                "warehouse",
                "ario",
                "0-9",
                new KeyRange(0, 9),
                new KeyRange(0, 9),
                directory,
                "",
                false,
                Optional.empty());
    }
}
