package dev.exporter.operations.jobs;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jobs of a job repository, read without changing anything. An execution's id stands for its run: that of an earlier
 * execution leads to the same answers as that of the last. Thread-safe.
 *
 * <p>Each method throws {@link dev.exporter.plan.ExporterException}, failed, where the job repository cannot be read. A
 * repository that does not exist yet has no jobs. A cursor that is none is refused.
 */
public interface Jobs {
    /** All jobs at a glance. */
    Overview overview();

    /** How many jobs are in each state, as {@link #overview} tells it. */
    Map<RunState, Long> counts();

    /**
     * Some runs, newest first.
     *
     * @param cursor from the page before; empty for the first
     * @param limit at most so many, from 1 to 1000
     */
    JobPage list(JobFilter filter, Optional<String> cursor, int limit);

    /** A run; empty where the repository has no such execution. */
    Optional<JobDetail> job(long executionId);

    /**
     * A run with its partitions and its speed, read at once.
     *
     * @param buckets as in {@link #rates}
     */
    default Optional<JobPicture> picture(long executionId, int buckets) {
        return job(executionId).map(job -> new JobPicture(job, partitionMap(executionId), rates(executionId, buckets)));
    }

    /** What can be done about a run, as {@link #job} tells; none where the repository has no such execution. */
    default List<Offer> offers(long executionId) {
        return job(executionId).map(JobDetail::offers).orElse(List.of());
    }

    /** As {@link #job}, at a glance. */
    Optional<JobSummary> summary(long executionId);

    /**
     * The last execution of the run that a person means.
     *
     * @param id an execution's id, or the first characters of a run's
     * @throws dev.exporter.plan.ExporterException refused, if there is no such run or several
     */
    long find(String id);

    /** Some partitions of a run; empty where the repository has no such execution. */
    Optional<PartitionSummary.Page> partitions(
            long executionId, PartitionFilter filter, Optional<String> cursor, int limit);

    /** All partitions of a run that the repository knows, ascending; empty where there is no such execution. */
    List<PartitionSummary> partitionMap(long executionId);

    /** @param name for example {@code 1000-1999} */
    Optional<PartitionDetail> partition(long executionId, String name);

    /**
     * How fast a run was over time, from when its first partition was begun to when its last one ended, pauses between
     * executions left out. Empty before the first row.
     *
     * @param buckets at most so many, from 1 to 500
     */
    List<Rate> rates(long executionId, int buckets);

    /** The operator's log, newest first. */
    LogEntry.Page log(Optional<String> cursor, int limit);
}
