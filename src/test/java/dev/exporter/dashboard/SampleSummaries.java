package dev.exporter.dashboard;

import dev.exporter.operations.jobs.Failure;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Jobs as lists show them, made up. */
final class SampleSummaries {
    private SampleSummaries() {}

    /**
     * One of a run.
     *
     * @param done how many partitions of the running one are completed
     */
    static JobSummary job(long id, RunState state, long first, long length, int partitions, Duration took, int done) {
        return job(
                id,
                state,
                first,
                length,
                partitions,
                took,
                done,
                state == RunState.FAILED ? Optional.of(failure()) : Optional.empty());
    }

    /** One that was given up after a failure. */
    static JobSummary closed(long id, String kind) {
        Failure failure = new Failure(kind, "it did not work", "", "", Optional.empty(), List.of());
        return job(id, RunState.ABANDONED, 0, 1000, 1, Duration.ofMinutes(1), 0, Optional.of(failure));
    }

    private static JobSummary job(
            long id,
            RunState state,
            long first,
            long length,
            int partitions,
            Duration took,
            int done,
            Optional<Failure> failure) {
        boolean isUnderWay = state == RunState.RUNNING;
        int completed = state == RunState.COMPLETED ? partitions : isUnderWay ? done : partitions * 2 / 3;
        int open = partitions - completed;
        JobSummary.Partitions counts = new JobSummary.Partitions(
                partitions,
                state == RunState.COMPLETED ? 0 : Math.max(0, open - 4),
                isUnderWay ? 4 : 0,
                state == RunState.INTERRUPTED ? Math.min(4, open) : 0,
                state == RunState.STOPPED ? Math.min(4, open) : 0,
                state == RunState.FAILED ? 1 : 0,
                completed);
        Instant started = isUnderWay
                ? SampleJobs.NOW.minus(took)
                : SampleJobs.NOW
                        .minus(Duration.ofMinutes((SampleJobs.RUNNING - id) * 37))
                        .minus(took);
        long rows = completed * 5_431L;
        return new JobSummary(
                id,
                "018f%022d".formatted(id),
                "ario",
                Path.of("/data/warehouse"),
                isUnderWay ? first + "-latest" : first + "-" + (first + length - 1),
                new KeyRange(first, first + length - 1),
                new KeyRange(first, first + length - 1),
                state,
                state == RunState.COMPLETED ? "sweep" : "export",
                started,
                isUnderWay || state == RunState.INTERRUPTED ? Optional.empty() : Optional.of(started.plus(took)),
                took,
                id == SampleJobs.INTERRUPTED ? 2 : 1,
                counts,
                rows,
                completed * 3L,
                rows * 143,
                (double) completed / partitions,
                OptionalDouble.of((double) rows / took.toSeconds()),
                isUnderWay ? Optional.of(Duration.ofMinutes(61)) : Optional.empty(),
                isUnderWay ? SampleJobs.NOW.minusSeconds(5) : started.plus(took),
                failure);
    }

    static Failure failure() {
        return new Failure(
                "disk-full",
                "the disk of the staging directory is full: 12 MB are left, and a file of 512 MB was to be written",
                "/data/staging/job-018f/files",
                "Free some space, then resume the run",
                Optional.of("633000-633999"),
                List.of(
                        new Failure.Cause(
                                "dev.exporter.plan.ExporterException",
                                "the disk of the staging directory is full",
                                List.of("at dev.exporter.staging.ParquetFiles.write(ParquetFiles.java:88)")),
                        new Failure.Cause(
                                "java.io.IOException",
                                "No space left on device",
                                List.of("at java.base/sun.nio.ch.FileDispatcherImpl.force0(Native Method)"))));
    }
}
