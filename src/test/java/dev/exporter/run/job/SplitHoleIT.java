package dev.exporter.run.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.work.StepNames;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Spring Batch 6.0.4 saves a partition's row first and its context after it. Where a process dies in between, the context
 * stays empty for ever, and only the step's name still tells the partition.
 */
class SplitHoleIT {
    private static final String KEY = "partition";
    private static final KeyRange PARTITION = new KeyRange(0, 9);

    @TempDir
    Path directory;

    private JobStore store;
    private final AtomicBoolean dies = new AtomicBoolean(true);
    private final List<ExecutionContext> contexts = new CopyOnWriteArrayList<>();
    private final List<KeyRange> named = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        store = JobStore.open(JobStoreAddress.parse("sqlite", directory, Optional.empty()), 1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aPartitionThatDiedBeforeItsContextWasSavedIsToldByItsNameAlone() throws Exception {
        Job job = new JobBuilder("export", store.repository())
                .start(partitioned(dying(store.repository())))
                .build();
        JobExecution died = store.operator().start(job, new JobParameters());
        store.register(job);
        assertThat(contexts).isEmpty();
        died.getStepExecutions().forEach(this::markAsFailed);

        dies.set(false);
        JobExecution ended = store.operator().restart(died);

        assertThat(ended.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(contexts).hasSize(1).noneMatch(context -> context.containsKey(KEY));
        assertThat(named).containsExactly(PARTITION);
    }

    /** As a process does that finds the steps of one that has died. */
    private void markAsFailed(StepExecution step) {
        step.setStatus(BatchStatus.FAILED);
        store.repository().update(step);
    }

    private Step partitioned(JobRepository repository) {
        String name = StepNames.export(1);
        Map<String, ExecutionContext> partitions =
                Map.of(PARTITION.toString(), new ExecutionContext(Map.of(KEY, PARTITION.toString())));
        return new StepBuilder(name, repository)
                .partitioner(name, gridSize -> partitions)
                .step(new Recording(name))
                .splitter(new AscendingSplitter(repository, name, gridSize -> partitions))
                .build();
    }

    /** A repository whose process dies before it saves a partition's context, as often as it is told to. */
    private JobRepository dying(JobRepository repository) {
        return (JobRepository) Proxy.newProxyInstance(
                JobRepository.class.getClassLoader(),
                new Class<?>[] {JobRepository.class},
                (proxy, method, arguments) -> {
                    boolean isContext = method.getName().equals("updateExecutionContext")
                            && arguments[0] instanceof StepExecution step
                            && step.getStepName().contains(":");
                    if (isContext && dies.get()) {
                        throw new IllegalStateException("the process dies here");
                    }
                    return invoked(method, repository, arguments);
                });
    }

    private static @Nullable Object invoked(Method method, JobRepository repository, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(repository, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What a partition is told of itself. */
    private final class Recording implements Step {
        private final String name;

        Recording(String name) {
            this.name = name;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public void execute(StepExecution execution) {
            contexts.add(execution.getExecutionContext());
            named.add(StepNames.partitionOf(execution.getStepName()));
            execution.setStatus(BatchStatus.COMPLETED);
            store.repository().update(execution);
        }
    }
}
