package dev.exporter.dashboard.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How the last jobs ended: a bar each, the oldest first, as long as it took by the square root; those that ended well
 * stand above a line, others hang below it.
 *
 * @param width of the drawing; its height is {@value #HEIGHT}
 */
public record OutcomeBars(int width, List<Bar> bars) {
    public static final int HEIGHT = 64;
    /** Where the line is, from above. */
    public static final int LINE = 40;

    private static final int PITCH = 12;
    private static final int WIDTH = 8;
    private static final int SHORTEST = 4;

    public OutcomeBars {
        bars = List.copyOf(bars);
    }

    /** A job's bar. */
    public record Bar(long id, String style, String tip, String x, String y, String width, String height) {}

    /** A job. */
    public record Outcome(long id, Mark mark, Duration time, String tip) {}

    public static OutcomeBars of(List<Outcome> outcomes) {
        double longest = Math.sqrt(Math.max(
                1,
                outcomes.isEmpty()
                        ? 1
                        : Collections.max(outcomes.stream()
                                .map(outcome -> outcome.time().toMillis())
                                .toList())));
        List<Bar> bars = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            boolean isGood = outcome.mark() == Mark.DONE || outcome.mark() == Mark.RUNNING;
            int room = isGood ? LINE - 2 : HEIGHT - LINE - 2;
            double share = Math.sqrt(Math.max(0, outcome.time().toMillis())) / longest;
            double height = Math.max(SHORTEST, share * room);
            bars.add(new Bar(
                    outcome.id(),
                    outcome.mark().style(),
                    outcome.tip(),
                    Rectangles.tenth(bars.size() * (double) PITCH),
                    Rectangles.tenth(isGood ? LINE - 1 - height : LINE + 1),
                    Rectangles.tenth(WIDTH),
                    Rectangles.tenth(height)));
        }
        return new OutcomeBars(Math.max(1, outcomes.size()) * PITCH - (PITCH - WIDTH), bars);
    }
}
