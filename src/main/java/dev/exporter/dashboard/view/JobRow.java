package dev.exporter.dashboard.view;

import dev.exporter.dashboard.chart.Mark;
import dev.exporter.dashboard.chart.SharesBar;
import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.dashboard.text.Spans;
import dev.exporter.operations.jobs.JobSummary;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A job at a glance.
 *
 * @param title dataset and range
 * @param asked what was asked for, where that is not the range's text; else empty
 * @param ended null while it is under way, and where its process died
 * @param remaining an estimate, or null
 * @param until when it would be done by that, or null
 * @param failure null unless it has failed, even if it was given up since
 */
public record JobRow(
        long id,
        String href,
        String title,
        String dataset,
        String range,
        String asked,
        String run,
        StateView state,
        String stage,
        Moment started,
        @Nullable Moment ended,
        String elapsed,
        int attempts,
        SharesBar shares,
        String partitions,
        String rows,
        String files,
        String bytes,
        String progress,
        String rate,
        @Nullable String remaining,
        @Nullable Moment until,
        @Nullable FailureView failure) {
    public static JobRow of(JobSummary job, Instant now) {
        String range = Ranges.text(job.range());
        return new JobRow(
                job.executionId(),
                "/jobs/" + job.executionId(),
                job.dataset() + " " + range,
                job.dataset(),
                range,
                job.requestedRange().equals(job.range().toString()) ? "" : job.requestedRange(),
                job.run(),
                StateView.of(job.state()),
                job.stage(),
                Moment.of(job.started(), now),
                job.ended().map(ended -> Moment.of(ended, now)).orElse(null),
                Spans.text(job.elapsed()),
                job.attempts(),
                SharesBar.of(counts(job)),
                Amounts.count(job.partitions().completed()) + " of "
                        + Amounts.count(job.partitions().total()),
                Amounts.count(job.rows()),
                Amounts.count(job.files()),
                Amounts.bytes(job.bytes()),
                Amounts.percent(job.progress()),
                rate(job.rowsPerSecond()),
                job.remaining().map(Spans::text).orElse(null),
                job.remaining()
                        .map(remaining -> Moment.of(now.plus(remaining), now))
                        .orElse(null),
                job.failure()
                        .map(failure -> FailureView.of(failure, job.executionId()))
                        .orElse(null));
    }

    /** Rows a second to three digits: a figure that jumps at each glance tells nothing. */
    public static String rate(OptionalDouble perSecond) {
        if (perSecond.isEmpty()) {
            return "–";
        }
        long rate = Math.round(perSecond.getAsDouble());
        long unit = 1;
        while (rate / unit >= 1000) {
            unit *= 10;
        }
        return Amounts.count(Math.round((double) rate / unit) * unit);
    }

    public static Map<Mark, Long> counts(JobSummary job) {
        JobSummary.Partitions partitions = job.partitions();
        Map<Mark, Long> counts = new EnumMap<>(Mark.class);
        counts.put(Mark.DONE, (long) partitions.completed());
        counts.put(Mark.RUNNING, (long) partitions.running());
        counts.put(Mark.FAILED, (long) partitions.failed());
        counts.put(Mark.INTERRUPTED, (long) partitions.interrupted());
        counts.put(Mark.STOPPED, (long) partitions.stopped());
        counts.put(Mark.PENDING, (long) partitions.pending());
        return counts;
    }
}
