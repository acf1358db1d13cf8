package dev.exporter.api.metrics;

import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.jobs.RunState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Figures of all jobs, added up by dataset and state; none is of one job alone. */
final class JobFigures {
    private static final int MOST_JOBS = 2_000;
    private static final int PAGE = 500;

    private final Jobs jobs;
    private final int most;
    private final Labels datasets = new Labels();
    private final Labels kinds = new Labels();
    private final MultiGauge count;
    private final MultiGauge rows;
    private final MultiGauge bytes;
    private final MultiGauge files;
    private final MultiGauge partitions;
    private final MultiGauge rate;
    private final MultiGauge remaining;
    private final MultiGauge failures;
    private final MultiGauge stages;
    private final MultiGauge ended;

    JobFigures(Jobs jobs, MeterRegistry registry) {
        this(jobs, MOST_JOBS, registry);
    }

    /** @param most amounts are those of so many newest jobs, and of so many that are not done, however old these are */
    JobFigures(Jobs jobs, int most, MeterRegistry registry) {
        this.jobs = jobs;
        this.most = most;
        this.count = gauge(registry, "jobs", "Jobs by state, all of them");
        this.rows = gauge(registry, "job.rows", "Rows that the newest jobs have written, and all that are not done");
        this.bytes = gauge(registry, "job.bytes", "Bytes of the files of these jobs");
        this.files = gauge(registry, "job.files", "Files of these jobs");
        this.partitions = gauge(
                registry, "partitions", "Partitions by state of jobs that are not done; pending ones are the queue");
        this.rate = gauge(registry, "job.rows.per.second", "Rows a second of the jobs that are under way");
        this.remaining = gauge(registry, "job.remaining.seconds", "Until all jobs under way are done, estimated");
        this.failures = gauge(registry, "job.failures", "Failed jobs by kind of failure");
        this.stages = gauge(registry, "job.stage.seconds", "Time of each stage of the newest job");
        this.ended = gauge(registry, "job.last.completed.timestamp.seconds", "When a job was completed last");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("exporter." + name).description(description).register(registry);
    }

    void refresh(Instant now) {
        registerCounts(jobs.counts());
        List<JobSummary> all = newestAndUnfinished();
        registerAmounts(all);
        registerPartitions(all);
        registerSpeeds(all);
        registerFailures(all);
        registerNewest(all, now);
    }

    /** Newest first. An old failure that nobody has looked at must not go away because others have come. */
    private List<JobSummary> newestAndUnfinished() {
        Map<Long, JobSummary> all = new TreeMap<>(Comparator.reverseOrder());
        RunState[] unfinished = Stream.of(RunState.values())
                .filter(state -> state.isUnderWay() || state.isStuck())
                .toArray(RunState[]::new);
        Stream.of(JobFilter.ALL, JobFilter.in(unfinished))
                .flatMap(filter -> some(filter).stream())
                .forEach(job -> all.put(job.executionId(), job));
        return List.copyOf(all.values());
    }

    private List<JobSummary> some(JobFilter filter) {
        List<JobSummary> some = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            JobPage page = jobs.list(filter, cursor, Math.min(PAGE, most - some.size()));
            some.addAll(page.jobs());
            cursor = page.next();
        } while (cursor.isPresent() && some.size() < most);
        return some;
    }

    private void registerCounts(Map<RunState, Long> counts) {
        Sums sums = new Sums();
        for (RunState state : RunState.values()) {
            sums.add(Tags.of("state", state.text()), counts.getOrDefault(state, 0L));
        }
        sums.register(count);
    }

    private void registerAmounts(List<JobSummary> all) {
        Sums rowSums = new Sums();
        Sums byteSums = new Sums();
        Sums fileSums = new Sums();
        for (JobSummary job : all) {
            Tags tags = Tags.of(
                    "dataset", datasets.of(job.dataset()), "state", job.state().text());
            rowSums.add(tags, job.rows());
            byteSums.add(tags, job.bytes());
            fileSums.add(tags, job.files());
        }
        rowSums.register(rows);
        byteSums.register(bytes);
        fileSums.register(files);
    }

    private void registerPartitions(List<JobSummary> all) {
        Sums sums = new Sums();
        for (JobSummary job : all) {
            if (job.state().isUnderWay() || job.state().isStuck()) {
                JobSummary.Partitions of = job.partitions();
                add(sums, job, "pending", of.pending());
                add(sums, job, "running", of.running());
                add(sums, job, "interrupted", of.interrupted());
                add(sums, job, "stopped", of.stopped());
                add(sums, job, "failed", of.failed());
                add(sums, job, "completed", of.completed());
            }
        }
        sums.register(partitions);
    }

    private void add(Sums sums, JobSummary job, String state, int number) {
        sums.add(Tags.of("dataset", datasets.of(job.dataset()), "state", state), number);
    }

    private void registerSpeeds(List<JobSummary> all) {
        double speed = 0;
        Duration longest = Duration.ZERO;
        for (JobSummary job : all) {
            if (job.state().isUnderWay()) {
                speed += job.rowsPerSecond().orElse(0);
                Duration left = job.remaining().orElse(Duration.ZERO);
                longest = left.compareTo(longest) > 0 ? left : longest;
            }
        }
        rate.register(List.of(MultiGauge.Row.of(Tags.empty(), speed)), true);
        remaining.register(List.of(MultiGauge.Row.of(Tags.empty(), longest.toSeconds())), true);
    }

    private void registerFailures(List<JobSummary> all) {
        Sums sums = new Sums();
        for (JobSummary job : all) {
            job.failure().ifPresent(failure -> sums.add(Tags.of("kind", kinds.of(failure.kind())), 1));
        }
        sums.register(failures);
    }

    private void registerNewest(List<JobSummary> newestFirst, Instant now) {
        Sums durations = new Sums();
        Sums ends = new Sums();
        Set<String> seen = new HashSet<>();
        Set<String> completed = new HashSet<>();
        for (JobSummary job : newestFirst) {
            String dataset = datasets.of(job.dataset());
            if (seen.add(dataset)) {
                jobs.job(job.executionId())
                        .ifPresent(
                                detail -> detail.stages().forEach(stage -> addStage(durations, dataset, stage, now)));
            }
            if (job.state() == RunState.COMPLETED && job.ended().isPresent() && completed.add(dataset)) {
                ends.add(Tags.of("dataset", dataset), job.ended().get().toEpochMilli() / 1000.0);
            }
        }
        durations.register(stages);
        ends.register(ended);
    }

    private static void addStage(Sums durations, String dataset, JobDetail.Stage stage, Instant now) {
        stage.started().ifPresent(started -> {
            Duration time = Duration.between(started, stage.ended().orElse(now));
            durations.add(Tags.of("dataset", dataset, "stage", stage.name()), time.toMillis() / 1000.0);
        });
    }
}
