package dev.exporter.dashboard.view.jobs;

import dev.exporter.dashboard.chart.OutcomeBars;
import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Spans;
import dev.exporter.dashboard.view.JobRow;
import dev.exporter.dashboard.view.OfferView;
import dev.exporter.dashboard.view.Ranges;
import dev.exporter.dashboard.view.StateView;
import dev.exporter.dashboard.view.tables.TablesView;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.plan.tables.TableSummaries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The overview: is it fine, when is it done, what failed, what to press.
 *
 * @param stuck failures first; those that an operator should look at
 * @param moreStuck how many more there are
 * @param outcomes null while there is no job
 */
public record OverviewView(
        Verdict verdict,
        List<Offered> running,
        List<Offered> stuck,
        long moreStuck,
        @Nullable OutcomeBars outcomes,
        List<JobRow> latest,
        List<Disk> disks,
        TablesView tables) {
    private static final int MOST_STUCK = 4;
    private static final int LATEST_ROWS = 10;

    /**
     * The answer to the first question.
     *
     * @param style one of {@code good}, {@code busy}, {@code warn}, {@code bad}
     * @param said the text without what changes from second to second: what a screen reader says when it changes
     */
    public record Verdict(String style, String icon, String text, String said) {}

    /** A job with what can be done about it. */
    public record Offered(JobRow job, List<OfferView> offers) {}

    /** @param style of its meter: empty, {@code is-tight} or {@code is-full} */
    public record Disk(String name, String path, String free, String total, String width, String style) {}

    /** @param offers of a job */
    public static OverviewView of(
            Overview overview, TableSummaries tables, LongFunction<List<Offer>> offers, Instant now) {
        List<JobSummary> stuck = new ArrayList<>(overview.stuck());
        stuck.sort((one, other) -> Integer.compare(urgency(one.state()), urgency(other.state())));
        return new OverviewView(
                verdict(overview, Concerns.of(overview, tables)),
                overview.running().stream()
                        .map(job -> offered(job, offers, now))
                        .toList(),
                stuck.stream()
                        .limit(MOST_STUCK)
                        .map(job -> offered(job, offers, now))
                        .toList(),
                Math.max(0, overview.waiting() - MOST_STUCK),
                overview.latest().isEmpty() ? null : outcomes(overview.latest()),
                overview.latest().stream()
                        .limit(LATEST_ROWS)
                        .map(job -> JobRow.of(job, now))
                        .toList(),
                overview.disks().stream().map(OverviewView::disk).toList(),
                TablesView.of(tables, now));
    }

    private static int urgency(RunState state) {
        return switch (state) {
            case FAILED -> 0;
            case INTERRUPTED -> 1;
            case STOPPED -> 2;
            case RUNNING, STOPPING, COMPLETED, ABANDONED -> 3;
        };
    }

    private static Offered offered(JobSummary job, LongFunction<List<Offer>> offers, Instant now) {
        List<OfferView> all = OfferView.of(job.executionId(), Optional.empty(), offers.apply(job.executionId()));
        return new Offered(
                JobRow.of(job, now), all.stream().filter(OfferView::available).toList());
    }

    private static Verdict verdict(Overview overview, Concerns concerns) {
        long failed = overview.counts().getOrDefault(RunState.FAILED, 0L);
        long waiting = overview.waiting() - failed;
        int running = overview.running().size();
        List<String> parts = new ArrayList<>();
        if (failed > 0) {
            parts.add(Amounts.counted(failed, "job") + " failed");
        }
        if (waiting > 0) {
            parts.add(Amounts.counted(waiting, "job") + (waiting == 1 ? " waits" : " wait") + " to be resumed");
        }
        parts.addAll(concerns.bad());
        parts.addAll(concerns.odd());
        if (running > 0) {
            parts.add(Amounts.counted(running, "job") + " running");
        }
        String said = capital(String.join(", ", parts));
        String text = said + remaining(overview.running());
        if (failed > 0 || !concerns.bad().isEmpty()) {
            return new Verdict("bad", "failed", text, said);
        }
        if (waiting > 0 || !concerns.odd().isEmpty()) {
            return new Verdict("warn", "warning", text, said);
        }
        if (running > 0) {
            return new Verdict("busy", "running", "All is well: " + text, "All is well: " + said);
        }
        if (overview.latest().isEmpty()) {
            return new Verdict("busy", "pending", "No job has run here yet", "No job has run here yet");
        }
        return new Verdict("good", "completed", "All is well, nothing is running", "All is well, nothing is running");
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String remaining(List<JobSummary> running) {
        return running.stream()
                .flatMap(job -> job.remaining().stream())
                .max(Comparable::compareTo)
                .map(longest -> ", done in about " + Spans.text(longest))
                .orElse("");
    }

    private static OutcomeBars outcomes(List<JobSummary> latest) {
        List<OutcomeBars.Outcome> outcomes = new ArrayList<>();
        for (JobSummary job : latest) {
            outcomes.add(
                    0,
                    new OutcomeBars.Outcome(
                            job.executionId(),
                            StateView.mark(job.state()),
                            job.elapsed(),
                            "Job %d: %s %s, %s, %s"
                                    .formatted(
                                            job.executionId(),
                                            job.dataset(),
                                            Ranges.text(job.range()),
                                            job.state().text(),
                                            Spans.text(job.elapsed()))));
        }
        return OutcomeBars.of(outcomes);
    }

    private static Disk disk(Overview.Disk disk) {
        double used = disk.used();
        String style = used > Overview.Disk.NEARLY_FULL ? "is-full" : used > 0.85 ? "is-tight" : "";
        return new Disk(
                disk.name(),
                disk.path().toString(),
                Amounts.bytes(disk.freeBytes()),
                Amounts.bytes(disk.totalBytes()),
                Long.toString(Math.round(used * 1000)),
                style);
    }
}
