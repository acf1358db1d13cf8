package dev.exporter.dashboard.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the last jobs ended: a bar each, the oldest first, as long as its time has digits, so that minutes show beside hours; those that ended well
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
        double longest = outcomes.stream()
                .mapToDouble(outcome -> digits(outcome.time()))
                .max()
                .orElse(1);
        List<Bar> bars = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            boolean isGood = outcome.mark() == Mark.DONE || outcome.mark() == Mark.RUNNING;
            int room = isGood ? LINE - 2 : HEIGHT - LINE - 2;
            double height = Math.max(SHORTEST, digits(outcome.time()) / longest * room);
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

    /** Of seconds: 0 for none, 1 for nine, 2 for 99. */
    private static double digits(Duration time) {
        return Math.log10(1 + Math.max(0, time.toMillis()) / 1000.0);
    }
}
