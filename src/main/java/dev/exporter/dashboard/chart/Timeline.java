package dev.exporter.dashboard.chart;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Spans;
import dev.exporter.plan.KeyRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each worker did when: a lane each, in drawings of {@value RateChart#WIDTH} by {@value #HEIGHT} that a page
 * stretches.
 *
 * @param stragglers partitions that take or took far longer than most, the longest first
 * @param median of the partitions that are done
 */
public record Timeline(
        List<Lane> lanes, List<RateChart.Tick> times, List<Straggler> stragglers, int moreStragglers, String median) {
    public static final int HEIGHT = 18;

    private static final int MOST_STRAGGLERS = 6;

    public Timeline {
        lanes = List.copyOf(lanes);
        times = List.copyOf(times);
        stragglers = List.copyOf(stragglers);
    }

    /** A worker's partitions, by mark; stragglers have a layer of their own above. */
    public record Lane(int worker, List<Layer> layers) {
        public Lane {
            layers = List.copyOf(layers);
        }
    }

    /** A partition that takes long, and how many times the median. */
    public record Straggler(String name, String range, Mark mark, int worker, String time, String timesMedian) {}

    /**
     * A partition's time with a worker.
     *
     * @param end now, where it is still under way
     * @param straggler whether it takes far longer than most
     */
    public record Work(KeyRange bounds, Mark mark, int worker, Instant start, Instant end, boolean straggler) {
        Duration time() {
            return Duration.between(start, end);
        }
    }

    /** Draws work between two moments; what lies outside of them is left out. */
    public static Timeline of(List<Work> work, Instant from, Instant to) {
        Duration median = median(work);
        List<Straggler> stragglers = work.stream()
                .filter(Work::straggler)
                .sorted(Comparator.comparing(Work::time).reversed())
                .map(one -> straggler(one, median))
                .toList();
        Map<Integer, List<Work>> byWorker = new TreeMap<>();
        work.forEach(one -> byWorker.computeIfAbsent(one.worker(), number -> new ArrayList<>())
                .add(one));
        double perMilli = RateChart.WIDTH
                / (double) Math.max(1, Duration.between(from, to).toMillis());
        List<Lane> lanes = new ArrayList<>();
        byWorker.forEach((worker, own) -> lanes.add(new Lane(worker, layers(own, from, perMilli))));
        return new Timeline(
                lanes,
                RateChart.times(Duration.between(from, to)),
                stragglers.stream().limit(MOST_STRAGGLERS).toList(),
                Math.max(0, stragglers.size() - MOST_STRAGGLERS),
                Spans.text(median));
    }

    private static Duration median(List<Work> work) {
        List<Duration> done = work.stream()
                .filter(one -> one.mark() == Mark.DONE)
                .map(Work::time)
                .sorted()
                .toList();
        return done.isEmpty() ? Duration.ZERO : done.get(done.size() / 2);
    }

    private static Straggler straggler(Work work, Duration median) {
        double times = (double) work.time().toMillis() / Math.max(1, median.toMillis());
        return new Straggler(
                work.bounds().toString(),
                Amounts.count(work.bounds().first()) + " – "
                        + Amounts.count(work.bounds().last()),
                work.mark(),
                work.worker(),
                Spans.text(work.time()),
                median.isZero() ? "" : Rectangles.tenth(times));
    }

    private static List<Layer> layers(List<Work> work, Instant from, double perMilli) {
        Map<Mark, Rectangles> bars = new EnumMap<>(Mark.class);
        Rectangles slow = new Rectangles();
        for (Work one : work) {
            double left = Math.max(0, Duration.between(from, one.start()).toMillis() * perMilli);
            double right =
                    Math.min(RateChart.WIDTH, Duration.between(from, one.end()).toMillis() * perMilli);
            if (right < 0 || left > RateChart.WIDTH) {
                continue;
            }
            double width = right - left;
            // a gap shows where one ends and the next begins, where there is room for it
            double drawn = Math.max(0.4, width > 4 ? width - 1 : width);
            bars.computeIfAbsent(one.mark(), mark -> new Rectangles()).add(left, 3, drawn, HEIGHT - 6);
            if (one.straggler()) {
                slow.add(left, 0, drawn, HEIGHT);
            }
        }
        List<Layer> layers = new ArrayList<>();
        if (!slow.isEmpty()) {
            layers.add(new Layer("m-slow", slow.data()));
        }
        bars.forEach((mark, rectangles) -> layers.add(new Layer(mark.style(), rectangles.data())));
        return layers;
    }
}
