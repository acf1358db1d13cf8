package dev.exporter.operations;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.Reading;
import dev.exporter.plan.RunId;
import dev.exporter.run.planning.Json;
import dev.exporter.run.repository.Done;
import dev.exporter.run.repository.FailureNote;
import dev.exporter.run.repository.JobStore;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.PlanNote;
import dev.exporter.run.repository.RunHistory;
import dev.exporter.run.repository.RunHistory.Parameter;
import dev.exporter.run.repository.RunNote;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Fills a real job repository, by Spring Batch's own classes, with a history that looks as if exports had made it. The same
 * seed makes the same history.
 */
public final class FilledRepository implements AutoCloseable {
    public static final long ROWS = 1_000;
    public static final int FILES = 3;
    public static final long BYTES = 50_000;
    private static final long SIZE = 1_000;

    private final JobStore store;
    private final Path warehouse;
    private final Path staging;
    private final Random random = new Random(7);
    private LocalDateTime clock;
    private String dataset = "ario";
    private String reason = "the disk of the staging directory is full";

    /** Makes the repository where it is missing. Each run takes half a minute or more, and the last one ends now. */
    public FilledRepository(JobStoreAddress address, Path warehouse, Path staging) {
        this.store = JobStore.open(address, 1);
        this.warehouse = warehouse;
        this.staging = staging;
        this.clock = LocalDateTime.now().minusDays(3);
    }

    /** The runs made from now on are of this dataset. */
    public FilledRepository ofDataset(String name) {
        this.dataset = name;
        return this;
    }

    /** Those made from now on that fail do so with this message. */
    public FilledRepository failingWith(String message) {
        this.reason = message;
        return this;
    }

    /** A run that was made. */
    public record Made(RunId run, long executionId, KeyRange aligned) {}

    /** Runs that have ended: of each ten, one has failed, one was stopped, one was given up, the others are done. */
    public void past(int runs, int partitions) {
        for (int number = 0; number < runs; number++) {
            BatchStatus end = switch (number % 10) {
                case 3 -> BatchStatus.FAILED;
                case 5 -> BatchStatus.STOPPED;
                case 8 -> BatchStatus.ABANDONED;
                default -> BatchStatus.COMPLETED;
            };
            past((long) number * partitions * SIZE, partitions, end);
        }
    }

    /** One run that has ended; where it is not done, half of its partitions are. */
    public Made past(long first, int partitions, BatchStatus end) {
        Making making = begin(first, partitions);
        boolean isDone = end == BatchStatus.COMPLETED;
        int done = isDone ? partitions : partitions / 2;
        for (int number = 0; number < partitions; number++) {
            making.partition(number, number < done ? BatchStatus.COMPLETED : number == done ? end : null);
        }
        making.end(end, done);
        return making.made();
    }

    /** One that is under way: so many of its partitions are done, two have begun. */
    public Made running(long first, int partitions, int completed) {
        clock = LocalDateTime.now().minusSeconds(completed + 10L);
        Making making = begin(first, partitions);
        for (int number = 0; number < partitions; number++) {
            making.partition(
                    number,
                    number < completed ? BatchStatus.COMPLETED : number < completed + 2 ? BatchStatus.STARTED : null);
        }
        return making.made();
    }

    private Making begin(long first, int partitions) {
        return new Making(RunId.create(clock.atZone(ZoneId.systemDefault()).toInstant()), first, partitions);
    }

    /** A run that is being made. */
    private final class Making {
        private final RunId run;
        private final KeyRange range;
        private final int partitions;
        private final JobExecution execution;
        private final StepExecution manager;

        private Making(RunId run, long first, int partitions) {
            this.run = run;
            this.partitions = partitions;
            this.range = new KeyRange(first, first + partitions * SIZE - 1);
            JobParameters parameters = parameters();
            JobInstance instance = store.repository().createJobInstance(RunHistory.JOB_NAME, parameters);
            ExecutionContext context = new ExecutionContext();
            context.putString(PlanNote.KEY, Json.text(plan()));
            this.execution = store.repository().createJobExecution(instance, parameters, context);
            execution.setStartTime(clock);
            execution.setStatus(BatchStatus.STARTED);
            store.repository().update(execution);
            whole("plan");
            whole("load-0001");
            this.manager = store.repository().createStepExecution("export-0001", execution);
            manager.setStartTime(clock);
            manager.setStatus(BatchStatus.STARTED);
            store.repository().update(manager);
        }

        private JobParameters parameters() {
            return new JobParametersBuilder()
                    .addString(Parameter.RUN, run.text(), true)
                    .addString(Parameter.WAREHOUSE, warehouse.toString(), false)
                    .addString(Parameter.DATASET, dataset, false)
                    .addString(Parameter.RANGE, range.toString(), false)
                    .addString(Parameter.ALIGNED, range.toString(), false)
                    .addString(Parameter.FROZEN, range.toString(), false)
                    .addString(Parameter.STAGING, staging.toString(), false)
                    .addString(Parameter.PLAN, "0".repeat(64), false)
                    .toJobParameters();
        }

        private PlanNote plan() {
            Instant planned = clock.atZone(ZoneId.systemDefault()).toInstant();
            return new PlanNote(
                    planned,
                    range.last(),
                    SIZE,
                    partitions,
                    1,
                    List.of("tags", "transactions", "blocks"),
                    List.of(),
                    request());
        }

        private ExportRequest request() {
            return new ExportRequest(
                    dataset,
                    range.first(),
                    OptionalLong.of(range.last()),
                    OptionalLong.empty(),
                    Map.of("core", staging.resolve("core.db"), "bundles", staging.resolve("bundles.db")),
                    Map.of("includeL1Tags", "true"),
                    new ExportRequest.Output(
                            1_000_000,
                            512_000_000,
                            new Codec.Compression(Codec.ZSTD, OptionalInt.empty()),
                            122_880,
                            ExportRequest.Replace.KEEP),
                    new ExportRequest.Place(
                            warehouse, Optional.empty(), "gateway", "", staging, "sqlite", Optional.empty()),
                    new ExportRequest.Limits(2, 700_000_000, Duration.ofSeconds(30), Reading.AUTO),
                    ExportRequest.OnInterrupted.REFUSE,
                    ExportRequest.OnScope.KEEP);
        }

        private void whole(String name) {
            StepExecution step = store.repository().createStepExecution(name, execution);
            step.setStartTime(clock);
            clock = clock.plusSeconds(1);
            step.setEndTime(clock);
            step.setStatus(BatchStatus.COMPLETED);
            step.setExitStatus(ExitStatus.COMPLETED);
            store.repository().update(step);
        }

        /** @param status null: it has not begun */
        private void partition(int number, @org.jspecify.annotations.Nullable BatchStatus status) {
            KeyRange keys = new KeyRange(range.first() + number * SIZE, range.first() + (number + 1) * SIZE - 1);
            StepExecution step = store.repository().createStepExecution("export-0001:" + keys, execution);
            if (status == null) {
                return;
            }
            step.setStartTime(clock);
            step.setStatus(status);
            if (status == BatchStatus.COMPLETED) {
                clock = clock.plusNanos(500_000_000 + random.nextInt(1_000_000_000));
                step.setEndTime(clock);
                step.setExitStatus(new ExitStatus("COMPLETED", new Done(ROWS, FILES, BYTES).text()));
            } else if (status != BatchStatus.STARTED) {
                step.setEndTime(clock.plusSeconds(1));
                step.setExitStatus(
                        new ExitStatus("FAILED", "java.io.IOException: " + reason + "\n\tat dev.exporter.Example"));
            }
            store.repository().update(step);
        }

        private void end(BatchStatus status, int completed) {
            manager.setEndTime(clock);
            manager.setStatus(status);
            if (status != BatchStatus.COMPLETED) {
                manager.setExitStatus(new ExitStatus(
                        "FAILED",
                        "org.example.JobExecutionException: Partition handler returned an unsuccessful step"));
            }
            store.repository().update(manager);
            if (status == BatchStatus.COMPLETED) {
                List.of("publish-0001", "commit-0001", "sweep").forEach(this::whole);
            }
            Optional<Problem> problem = status == BatchStatus.FAILED
                    ? Optional.of(new Problem("disk-full", reason, staging.toString(), "Free space"))
                    : Optional.empty();
            Done done = new Done(ROWS * completed, FILES * completed, BYTES * completed);
            String stage = status == BatchStatus.COMPLETED ? "sweep" : "export";
            execution.setExitStatus(
                    new ExitStatus(status.name(), new RunNote(done, completed, partitions, stage, problem).text()));
            problem.ifPresent(why -> execution
                    .getExecutionContext()
                    .putString(
                            FailureNote.KEY,
                            Json.text(FailureNote.of(
                                    why, Optional.empty(), Optional.of(new java.io.IOException(reason))))));
            execution.setEndTime(clock);
            execution.setStatus(status);
            store.repository().updateExecutionContext(execution);
            store.repository().update(execution);
            clock = clock.plusMinutes(5);
        }

        private Made made() {
            return new Made(run, execution.getId(), range);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
