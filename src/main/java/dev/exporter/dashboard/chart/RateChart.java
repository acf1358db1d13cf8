package dev.exporter.dashboard.chart;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A rate over time as an area under a line, in a drawing of {@value #WIDTH} by {@value #HEIGHT} that a page stretches.
 *
 * @param steps of the rate's axis, from the top down to 0
 * @param times of the time axis, from the beginning on
 * @param tips what each bucket is, separated by {@code |}
 */
public record RateChart(String line, String area, List<Tick> steps, List<Tick> times, String tips, String summary) {
    public static final int WIDTH = 1000;
    public static final int HEIGHT = 160;

    /** Room above and below the drawing, for the labels of its steps. */
    private static final int MARGIN = 8;

    private static final int MOST_STEPS = 4;
    private static final int MOST_TIMES = 6;

    public RateChart {
        steps = List.copyOf(steps);
        times = List.copyOf(times);
    }

    /**
     * A mark of an axis.
     *
     * @param at for a rate, pixels down, from 8 above the drawing on; to the right for a time, in percent with their sign
     * @param anchor which part of its label is there: {@code start}, {@code middle} or {@code end}
     */
    public record Tick(String at, String label, String anchor) {}

    /**
     * Draws a rate.
     *
     * @param perSecond one for each bucket of time, from the beginning on; at least one
     * @param bucket how long each is
     * @param unit of what is counted, for example {@code rows}
     */
    public static RateChart of(List<Double> perSecond, Duration bucket, String unit) {
        double highest = Math.max(1, Collections.max(perSecond));
        long step = Ticks.step(highest, MOST_STEPS);
        long top = step * (long) Math.ceil(highest / step);
        StringBuilder line = new StringBuilder();
        List<String> tips = new ArrayList<>();
        double width = (double) WIDTH / Math.max(1, perSecond.size() - 1);
        for (int i = 0; i < perSecond.size(); i++) {
            double rate = perSecond.get(i);
            line.append(i == 0 ? 'M' : 'L').append(Rectangles.tenth(i * width)).append(' ');
            line.append(Rectangles.tenth(HEIGHT - rate / top * HEIGHT));
            tips.add(Spans.text(bucket.multipliedBy(i)) + " – " + Spans.text(bucket.multipliedBy(i + 1L)) + ": "
                    + Amounts.count(Math.round(rate)) + " " + unit + "/s");
        }
        if (perSecond.size() == 1) {
            line.append('H').append(WIDTH);
        }
        String area = line + "V" + HEIGHT + "H0z";
        Duration whole = bucket.multipliedBy(perSecond.size());
        String summary = "%s a second over %s: highest %s, last %s"
                .formatted(
                        unit,
                        Spans.text(whole),
                        Amounts.count(Math.round(Collections.max(perSecond))),
                        Amounts.count(Math.round(perSecond.get(perSecond.size() - 1))));
        return new RateChart(line.toString(), area, steps(step, top), times(whole), String.join("|", tips), summary);
    }

    private static List<Tick> steps(long step, long top) {
        List<Tick> ticks = new ArrayList<>();
        for (long value = top; value >= 0; value -= step) {
            ticks.add(new Tick(
                    Rectangles.tenth(MARGIN + HEIGHT - (double) value / top * HEIGHT),
                    Amounts.shortCount(value),
                    "end"));
        }
        return ticks;
    }

    static List<Tick> times(Duration whole) {
        Duration step = Ticks.step(whole, MOST_TIMES);
        List<Tick> ticks = new ArrayList<>();
        for (Duration at = Duration.ZERO; at.compareTo(whole) <= 0; at = at.plus(step)) {
            double share = whole.isZero() ? 0 : (double) at.toMillis() / whole.toMillis();
            String anchor = share == 0 ? "start" : share > 0.94 ? "end" : "middle";
            ticks.add(new Tick(Rectangles.tenth(share * 100) + "%", Spans.text(at), anchor));
        }
        return ticks;
    }
}
