package dev.exporter.dashboard;

import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.PartitionDetail;
import dev.exporter.operations.jobs.PartitionFilter;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.jobs.StepState;
import dev.exporter.plan.KeyRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The partitions of jobs, made up: the same for a job whenever they are asked for. */
final class SamplePartitions {
    private SamplePartitions() {}

    /** All of a job, ascending. */
    static List<PartitionSummary> all(JobSummary job) {
        Random random = new Random(job.executionId());
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

    /** Those that a filter lets through, in its order. */
    static PartitionSummary.Page page(JobSummary job, PartitionFilter filter, Optional<String> cursor, int limit) {
        List<PartitionSummary> found = new ArrayList<>(all(job).stream()
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
        return new PartitionSummary.Page(
                found.subList(from, to),
                to < found.size() ? Optional.of(Integer.toString(to)) : Optional.empty(),
                found.size());
    }

    static PartitionDetail detail(JobSummary job, PartitionSummary partition) {
        return new PartitionDetail(
                job,
                partition,
                List.of(new PartitionDetail.Attempt(
                        job.executionId(),
                        4711,
                        partition.state(),
                        partition.started(),
                        partition.ended(),
                        partition.rows(),
                        partition.files(),
                        partition.bytes(),
                        partition.state() == StepState.FAILED
                                ? SampleSummaries.failure().message()
                                : "")),
                List.of(
                        new PartitionDetail.Timing("read", Duration.ofMillis(840)),
                        new PartitionDetail.Timing("sort", Duration.ofMillis(410)),
                        new PartitionDetail.Timing("write-tags", Duration.ofMillis(1130))),
                List.of(
                        table("tags", 3000, 2, true),
                        table("transactions", 1500, 1, partition.state() == StepState.COMPLETED),
                        table("blocks", 1000, 1, partition.state() == StepState.COMPLETED)),
                partition.state() == StepState.FAILED ? Optional.of(SampleSummaries.failure()) : Optional.empty(),
                List.of(new Offer(
                        Action.RETRY_PARTITION,
                        job.state() == RunState.COMPLETED,
                        job.state() == RunState.COMPLETED
                                ? "A run of its own exports its heights once more."
                                : "The run is not done; resuming it covers the partition.",
                        true)));
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
}
