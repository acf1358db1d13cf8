package dev.exporter.dashboard.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shares of a whole beside each other, in a drawing of {@value RateChart#WIDTH} by {@value #HEIGHT} that a page
 * stretches.
 */
public record SharesBar(List<Part> parts) {
    public static final int HEIGHT = 8;

    /** What is left to do comes last. */
    private static final List<Mark> ORDER =
            List.of(Mark.DONE, Mark.RUNNING, Mark.FAILED, Mark.INTERRUPTED, Mark.STOPPED, Mark.ABANDONED, Mark.PENDING);

    public SharesBar {
        parts = List.copyOf(parts);
    }

    public record Part(Mark mark, long count, String x, String width) {}

    public static SharesBar of(Map<Mark, Long> counts) {
        long all =
                ORDER.stream().mapToLong(mark -> counts.getOrDefault(mark, 0L)).sum();
        List<Part> parts = new ArrayList<>();
        long before = 0;
        for (Mark mark : ORDER) {
            long count = counts.getOrDefault(mark, 0L);
            if (count > 0) {
                double x = (double) before / all * RateChart.WIDTH;
                double width = Math.max(2, (double) count / all * RateChart.WIDTH);
                parts.add(new Part(mark, count, Rectangles.tenth(x), Rectangles.tenth(width)));
                before += count;
            }
        }
        return new SharesBar(parts);
    }
}
