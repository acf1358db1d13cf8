package dev.exporter.dashboard;

import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.jobs.LogEntry;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.operations.jobs.PartitionDetail;
import dev.exporter.operations.jobs.PartitionFilter;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.Rate;
import dev.exporter.operations.jobs.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Jobs that were made up: one of each kind that pages must show, and two hundred that went well. The same whenever they
 * are asked for, but that {@link #goOn} lets the running one go on.
 */
final class SampleJobs implements Jobs {
    static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    static final long RUNNING = 207;
    static final long FAILED = 206;
    static final long INTERRUPTED = 205;
    static final long STOPPED = 204;

    private static final int PARTITIONS = 1600;
    private final List<JobSummary> all = new ArrayList<>();
    private volatile int done = 987;
    private volatile boolean unreadable;

    SampleJobs() {
        for (long id = 1; id < STOPPED; id++) {
            Duration took = Duration.ofSeconds(20 + id * 7919 % 300);
            all.add(0, job(id, id % 41 == 0 ? RunState.ABANDONED : RunState.COMPLETED, id * 1000, 1000, 1, took));
        }
        all.add(0, job(STOPPED, RunState.STOPPED, 400_000, 50_000, 50, Duration.ofMinutes(3)));
        all.add(0, job(INTERRUPTED, RunState.INTERRUPTED, 500_000, 50_000, 50, Duration.ofMinutes(4)));
        all.add(0, job(FAILED, RunState.FAILED, 600_000, 50_000, 50, Duration.ofMinutes(2)));
        all.add(0, job(RUNNING, RunState.RUNNING, 0, PARTITIONS * 1000L, PARTITIONS, Duration.ofMinutes(97)));
    }

    void goOn(int partitions) {
        done = Math.min(PARTITIONS - 4, done + partitions);
    }

    /** From now on they cannot be read, as where their repository is locked; or can be again. */
    void setUnreadable(boolean now) {
        unreadable = now;
    }

    private JobSummary job(long id, RunState state, long first, long length, int partitions, Duration took) {
        return SampleSummaries.job(id, state, first, length, partitions, took, done);
    }

    private JobSummary fresh(JobSummary job) {
        return job.executionId() == RUNNING
                ? job(RUNNING, RunState.RUNNING, 0, PARTITIONS * 1000L, PARTITIONS, Duration.ofMinutes(97))
                : job;
    }

    private List<JobSummary> some(JobFilter filter) {
        return all.stream()
                .filter(job -> filter.states().isEmpty() || filter.states().contains(job.state()))
                .map(this::fresh)
                .toList();
    }

    @Override
    public Map<RunState, Long> counts() {
        Map<RunState, Long> counts = new EnumMap<>(RunState.class);
        all.forEach(job -> counts.merge(job.state(), 1L, Long::sum));
        return counts;
    }

    @Override
    public Overview overview() {
        if (unreadable) {
            throw new IllegalStateException("the job repository is locked");
        }
        return new Overview(
                some(JobFilter.in(RunState.RUNNING)),
                some(JobFilter.in(RunState.FAILED, RunState.INTERRUPTED, RunState.STOPPED)),
                some(JobFilter.ALL).subList(0, 50),
                counts(),
                List.of(
                        new Overview.Disk(
                                "warehouse", Path.of("/data/warehouse"), 312_000_000_000L, 2_000_000_000_000L),
                        new Overview.Disk("staging", Path.of("/data/staging"), 81_000_000_000L, 500_000_000_000L)),
                NOW);
    }

    @Override
    public JobPage list(JobFilter filter, Optional<String> cursor, int limit) {
        List<JobSummary> found = some(filter);
        int from = cursor.map(Integer::parseInt).orElse(0);
        int to = Math.min(found.size(), from + limit);
        return new JobPage(
                found.subList(from, to), to < found.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    @Override
    public Optional<JobSummary> summary(long executionId) {
        return all.stream()
                .filter(job -> job.executionId() == executionId)
                .findFirst()
                .map(this::fresh);
    }

    @Override
    public long find(String id) {
        return Long.parseLong(id);
    }

    @Override
    public Optional<JobDetail> job(long executionId) {
        return summary(executionId).map(SampleDetails::of);
    }

    @Override
    public List<PartitionSummary> partitionMap(long executionId) {
        return SamplePartitions.all(summary(executionId).orElseThrow());
    }

    @Override
    public Optional<PartitionSummary.Page> partitions(
            long executionId, PartitionFilter filter, Optional<String> cursor, int limit) {
        return summary(executionId).map(job -> SamplePartitions.page(job, filter, cursor, limit));
    }

    @Override
    public Optional<PartitionDetail> partition(long executionId, String name) {
        return summary(executionId)
                .flatMap(job -> SamplePartitions.all(job).stream()
                        .filter(partition -> partition.name().equals(name))
                        .findFirst()
                        .map(partition -> SamplePartitions.detail(job, partition)));
    }

    @Override
    public List<Rate> rates(long executionId, int buckets) {
        JobSummary job = summary(executionId).orElseThrow();
        Random random = new Random(executionId);
        Duration bucket = job.elapsed().dividedBy(buckets);
        List<Rate> rates = new ArrayList<>();
        double level = job.rowsPerSecond().orElse(0);
        for (int i = 0; i < buckets; i++) {
            double rate = level * (0.75 + 0.3 * Math.sin(i / 9.0) * random.nextDouble() + 0.25 * random.nextDouble());
            Instant from = job.started().plus(bucket.multipliedBy(i));
            rates.add(new Rate(from, from.plus(bucket), i < 2 ? rate * i / 2 : rate, rate * 143));
        }
        return rates;
    }

    @Override
    public LogEntry.Page log(Optional<String> cursor, int limit) {
        return new LogEntry.Page(
                List.of(
                        entry(3, "stop", STOPPED, "accepted", "Its partitions stop at their next file."),
                        entry(2, "resume", 12, "refused", "It is not stopped, and has not failed."),
                        entry(1, "start", 1, "accepted", "It runs as job 1.")),
                Optional.empty());
    }

    private static LogEntry entry(long number, String action, long id, String outcome, String message) {
        return new LogEntry(
                number,
                NOW.minus(Duration.ofHours(9 - number)),
                "ada",
                number == 1 ? "command line" : "page",
                action,
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                outcome,
                message);
    }
}
