package dev.exporter.dashboard.view.steering;

import dev.exporter.dashboard.text.Moment;
import dev.exporter.dashboard.view.Ranges;
import dev.exporter.operations.jobs.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page of the operator's log.
 *
 * @param next the address of the next page, or null after the last
 * @param first the address of the first page, or null where this is it
 */
public record LogView(
        List<Line> lines, @Nullable String next, @Nullable String first) {
    /**
     * Who did what, when.
     *
     * @param style of its outcome's badge
     * @param job its page, or null
     * @param about what it concerns, in words; may be empty
     */
    public record Line(
            long number,
            Moment at,
            String who,
            String via,
            String action,
            @Nullable String job,
            String about,
            String outcome,
            String style,
            String icon,
            String message) {}

    private static final Set<String> GOOD = Set.of("accepted", "done");

    public static LogView of(LogEntry.Page page, boolean isLater, Instant now) {
        return new LogView(
                page.entries().stream().map(entry -> line(entry, now)).toList(),
                page.next().map(cursor -> "/log?cursor=" + cursor).orElse(null),
                isLater ? "/log" : null);
    }

    private static Line line(LogEntry entry, Instant now) {
        boolean isGood = GOOD.contains(entry.outcome());
        return new Line(
                entry.number(),
                Moment.of(entry.at(), now),
                entry.who(),
                entry.via(),
                entry.action(),
                entry.executionId().map(id -> "/jobs/" + id).orElse(null),
                entry.executionId().map(id -> "job " + id).orElse(entry.run().orElse(""))
                        + entry.partition()
                                .map(name -> ", partition " + Ranges.text(name))
                                .orElse(""),
                entry.outcome(),
                isGood ? "s-completed" : entry.outcome().equals("refused") ? "s-interrupted" : "s-failed",
                isGood ? "completed" : "failed",
                entry.message());
    }
}
