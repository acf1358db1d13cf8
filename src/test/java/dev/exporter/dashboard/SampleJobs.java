package dev.exporter.dashboard;

import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.Failure;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.jobs.LogEntry;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.operations.jobs.PartitionDetail;
import dev.exporter.operations.jobs.PartitionFilter;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.Rate;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.jobs.StepState;
import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

    private JobSummary job(long id, RunState state, long first, long length, int partitions, Duration took) {
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
                ? NOW.minus(took)
                : NOW.minus(Duration.ofMinutes((RUNNING - id) * 37)).minus(took);
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
                id == INTERRUPTED ? 2 : 1,
                counts,
                rows,
                completed * 3L,
                rows * 143,
                (double) completed / partitions,
                OptionalDouble.of((double) rows / took.toSeconds()),
                isUnderWay ? Optional.of(Duration.ofMinutes(61)) : Optional.empty(),
                state == RunState.FAILED ? Optional.of(failure()) : Optional.empty());
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
    public Overview overview() {
        Map<RunState, Long> counts = new EnumMap<>(RunState.class);
        all.forEach(job -> counts.merge(job.state(), 1L, Long::sum));
        return new Overview(
                some(JobFilter.in(RunState.RUNNING)),
                some(JobFilter.in(RunState.FAILED, RunState.INTERRUPTED, RunState.STOPPED)),
                some(JobFilter.ALL).subList(0, 50),
                counts,
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
        return summary(executionId).map(job -> {
            boolean isStuck = job.state().isStuck();
            return new JobDetail(
                    job,
                    attempts(job),
                    stages(job),
                    Map.of("run", job.run()),
                    Optional.of(new JobDetail.Plan(
                            job.started(),
                            1000,
                            job.partitions().total(),
                            1,
                            List.of("tags", "transactions", "blocks"),
                            List.of(),
                            Map.of("startHeight", "0", "endHeight", "latest", "includeL1Transactions", "true"))),
                    job.failure(),
                    List.of(
                            new Offer(
                                    Action.RESUME,
                                    isStuck,
                                    isStuck
                                            ? "It goes on where it was: completed partitions are not read again."
                                            : "It is not stopped, and has not failed.",
                                    false),
                            new Offer(
                                    Action.STOP,
                                    job.state().isUnderWay(),
                                    job.state().isUnderWay()
                                            ? "Its partitions stop at their next file; it can be resumed."
                                            : "Nothing is under way.",
                                    false),
                            new Offer(
                                    Action.ABANDON,
                                    isStuck,
                                    isStuck
                                            ? "Its staging and its published, uncommitted files are deleted; it cannot be"
                                                    + " resumed any more."
                                            : "It is not stuck.",
                                    true),
                            new Offer(
                                    Action.VERIFY,
                                    job.state() == RunState.COMPLETED,
                                    job.state() == RunState.COMPLETED
                                            ? "Its tables are held against the source."
                                            : "It has not committed everything yet.",
                                    false)));
        });
    }

    private static List<JobDetail.Attempt> attempts(JobSummary job) {
        List<JobDetail.Attempt> attempts = new ArrayList<>();
        if (job.attempts() == 2) {
            attempts.add(new JobDetail.Attempt(
                    job.executionId() - 100,
                    1,
                    RunState.STOPPED,
                    job.started(),
                    Optional.of(job.started().plusSeconds(60)),
                    20,
                    "stopped by an operator"));
        }
        attempts.add(new JobDetail.Attempt(
                job.executionId(),
                job.attempts(),
                job.state(),
                job.started(),
                job.ended(),
                job.partitions().completed(),
                job.failure().map(Failure::message).orElse("")));
        return attempts;
    }

    private static List<JobDetail.Stage> stages(JobSummary job) {
        boolean isDone = job.state() == RunState.COMPLETED;
        StepState export = switch (job.state()) {
            case RUNNING, STOPPING -> StepState.RUNNING;
            case STOPPED, ABANDONED -> StepState.STOPPED;
            case INTERRUPTED -> StepState.INTERRUPTED;
            case FAILED -> StepState.FAILED;
            case COMPLETED -> StepState.COMPLETED;
        };
        List<JobDetail.Stage> stages = new ArrayList<>();
        stages.add(stage("plan", StepState.COMPLETED, job.started(), 1));
        stages.add(stage("load", StepState.COMPLETED, job.started(), 1));
        stages.add(new JobDetail.Stage(
                "export",
                1,
                export,
                Optional.of(job.started().plusSeconds(2)),
                job.state().isUnderWay() ? Optional.empty() : job.ended(),
                job.progress()));
        for (String name : List.of("publish", "commit", "sweep")) {
            stages.add(stage(name, isDone ? StepState.COMPLETED : StepState.PENDING, job.started(), isDone ? 1 : 0));
        }
        return stages;
    }

    private static JobDetail.Stage stage(String name, StepState state, Instant started, double progress) {
        return new JobDetail.Stage(
                name,
                1,
                state,
                state == StepState.PENDING ? Optional.empty() : Optional.of(started),
                state == StepState.PENDING ? Optional.empty() : Optional.of(started.plusMillis(400)),
                progress);
    }

    @Override
    public List<PartitionSummary> partitionMap(long executionId) {
        JobSummary job = summary(executionId).orElseThrow();
        Random random = new Random(executionId);
        List<PartitionSummary> partitions = new ArrayList<>();
        JobSummary.Partitions counts = job.partitions();
        int workers = 4;
        Instant[] free = new Instant[workers];
        java.util.Arrays.fill(free, job.started().plusSeconds(2));
        double perPartition = job.elapsed().toMillis() * (double) workers / Math.max(1, counts.completed() + 4);
        for (int i = 0; i < counts.total(); i++) {
            KeyRange bounds = new KeyRange(
                    job.aligned().first() + i * 1000L, job.aligned().first() + i * 1000L + 999);
            StepState state = state(i, counts);
            int worker = 0;
            for (int other = 1; other < workers; other++) {
                worker = free[other].isBefore(free[worker]) ? other : worker;
            }
            boolean isStraggler = i % 211 == 97 && state == StepState.COMPLETED;
            Duration took = Duration.ofMillis(
                    (long) (perPartition * (0.6 + 0.75 * random.nextDouble()) * (isStraggler ? 6 : 1)));
            boolean isBegun = state != StepState.PENDING;
            Instant start = free[worker];
            if (isBegun) {
                free[worker] = start.plus(took);
            }
            long rows = isBegun ? 4000 + random.nextInt(3000) : 0;
            partitions.add(new PartitionSummary(
                    bounds,
                    1,
                    state,
                    isBegun ? 1 : 0,
                    rows,
                    isBegun ? 3 : 0,
                    rows * 143,
                    isBegun ? Optional.of(start) : Optional.empty(),
                    state == StepState.COMPLETED ? Optional.of(start.plus(took)) : Optional.empty(),
                    isBegun ? took : Duration.ZERO,
                    isBegun ? worker + 1 : 0,
                    isStraggler));
        }
        return partitions;
    }

    private static StepState state(int i, JobSummary.Partitions counts) {
        if (i < counts.completed()) {
            return StepState.COMPLETED;
        }
        int after = i - counts.completed();
        if (after < counts.failed()) {
            return StepState.FAILED;
        }
        if (after < counts.running()) {
            return StepState.RUNNING;
        }
        if (after < counts.interrupted()) {
            return StepState.INTERRUPTED;
        }
        return after < counts.stopped() ? StepState.STOPPED : StepState.PENDING;
    }

    @Override
    public Optional<PartitionSummary.Page> partitions(
            long executionId, PartitionFilter filter, Optional<String> cursor, int limit) {
        if (summary(executionId).isEmpty()) {
            return Optional.empty();
        }
        List<PartitionSummary> found = new ArrayList<>(partitionMap(executionId).stream()
                .filter(partition ->
                        filter.states().isEmpty() || filter.states().contains(partition.state()))
                .toList());
        if (filter.order() == PartitionFilter.Order.FAILED_FIRST) {
            List<StepState> order = List.of(
                    StepState.FAILED,
                    StepState.INTERRUPTED,
                    StepState.STOPPED,
                    StepState.RUNNING,
                    StepState.PENDING,
                    StepState.COMPLETED);
            found.sort(java.util.Comparator.comparingInt(partition -> order.indexOf(partition.state())));
        } else if (filter.order() == PartitionFilter.Order.SLOWEST) {
            found.sort(java.util.Comparator.comparing(PartitionSummary::elapsed).reversed());
        }
        int from = cursor.map(Integer::parseInt).orElse(0);
        int to = Math.min(found.size(), from + limit);
        return Optional.of(new PartitionSummary.Page(
                found.subList(from, to),
                to < found.size() ? Optional.of(Integer.toString(to)) : Optional.empty(),
                found.size()));
    }

    @Override
    public Optional<PartitionDetail> partition(long executionId, String name) {
        return summary(executionId)
                .flatMap(job -> partitionMap(executionId).stream()
                        .filter(partition -> partition.name().equals(name))
                        .findFirst()
                        .map(partition -> new PartitionDetail(
                                job,
                                partition,
                                List.of(new PartitionDetail.Attempt(
                                        executionId,
                                        4711,
                                        partition.state(),
                                        partition.started(),
                                        partition.ended(),
                                        partition.rows(),
                                        partition.files(),
                                        partition.bytes(),
                                        partition.state() == StepState.FAILED
                                                ? failure().message()
                                                : "")),
                                List.of(
                                        new PartitionDetail.Timing("read", Duration.ofMillis(840)),
                                        new PartitionDetail.Timing("sort", Duration.ofMillis(410)),
                                        new PartitionDetail.Timing("write-tags", Duration.ofMillis(1130))),
                                List.of(
                                        table("tags", 3000, 2, true),
                                        table("transactions", 1500, 1, partition.state() == StepState.COMPLETED),
                                        table("blocks", 1000, 1, partition.state() == StepState.COMPLETED)),
                                partition.state() == StepState.FAILED ? Optional.of(failure()) : Optional.empty(),
                                List.of(new Offer(
                                        Action.RETRY_PARTITION,
                                        job.state() == RunState.COMPLETED,
                                        job.state() == RunState.COMPLETED
                                                ? "A run of its own exports its heights once more."
                                                : "The run is not done; resuming it covers the partition.",
                                        true)))));
    }

    private static PartitionDetail.Table table(String name, long rows, int files, boolean isWritten) {
        List<PartitionDetail.File> written = new ArrayList<>();
        for (int i = 1; i <= files && (isWritten || i < files); i++) {
            written.add(new PartitionDetail.File(
                    name + "_633000_633999_" + i + "_018f_1.parquet",
                    rows / files,
                    rows / files * 143,
                    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
        }
        return new PartitionDetail.Table(
                name,
                rows,
                rows + ":00112233445566778899aabbccddeeff",
                false,
                isWritten ? "" : "(633120, 3f…)",
                written);
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
