package dev.exporter.dashboard.chart;

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
 * @param median of the partitions that are done; zero where none is
 */
public record Timeline(
        List<Lane> lanes, List<RateChart.Tick> times, List<Straggler> stragglers, int moreStragglers, Duration median) {
    public static final int HEIGHT = 18;

    /** A partition is one from three times the median on, and from two seconds. */
    private static final int TIMES_MEDIAN = 3;

    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final int MOST_STRAGGLERS = 8;

    public Timeline {
        lanes = List.copyOf(lanes);
        times = List.copyOf(times);
        stragglers = List.copyOf(stragglers);
    }

    /** A worker's partitions, by mark; stragglers have a layer of their own above. */
    public record Lane(String worker, List<Layer> layers) {
        public Lane {
            layers = List.copyOf(layers);
        }
    }

    /** A partition that takes long, and how many times the median. */
    public record Straggler(KeyRange bounds, Mark mark, String worker, Duration time, double timesMedian) {}

    /**
     * A partition's time with a worker.
     *
     * @param end now, where it is still under way
     */
    public record Work(KeyRange bounds, Mark mark, String worker, Instant start, Instant end) {
        Duration time() {
            return Duration.between(start, end);
        }
    }

    /** Draws work between two moments; what lies outside of them is left out. */
    public static Timeline of(List<Work> work, Instant from, Instant to) {
        Duration median = median(work);
        List<Straggler> stragglers = work.stream()
                .filter(one -> isStraggler(one, median))
                .sorted(Comparator.comparing(Work::time).reversed())
                .map(one -> new Straggler(
                        one.bounds(),
                        one.mark(),
                        one.worker(),
                        one.time(),
                        (double) one.time().toMillis() / Math.max(1, median.toMillis())))
                .toList();
        Map<String, List<Work>> byWorker =
                new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        work.forEach(one -> byWorker.computeIfAbsent(one.worker(), name -> new ArrayList<>())
                .add(one));
        double perMilli = RateChart.WIDTH
                / (double) Math.max(1, Duration.between(from, to).toMillis());
        List<Lane> lanes = new ArrayList<>();
        byWorker.forEach((worker, own) -> lanes.add(new Lane(worker, layers(own, from, perMilli, median))));
        return new Timeline(
                lanes,
                RateChart.times(Duration.between(from, to)),
                stragglers.stream().limit(MOST_STRAGGLERS).toList(),
                Math.max(0, stragglers.size() - MOST_STRAGGLERS),
                median);
    }

    private static Duration median(List<Work> work) {
        List<Duration> done = work.stream()
                .filter(one -> one.mark() == Mark.DONE)
                .map(Work::time)
                .sorted()
                .toList();
        return done.isEmpty() ? Duration.ZERO : done.get(done.size() / 2);
    }

    private static boolean isStraggler(Work one, Duration median) {
        return !median.isZero()
                && one.time().compareTo(LEAST) >= 0
                && one.time().compareTo(median.multipliedBy(TIMES_MEDIAN)) >= 0;
    }

    private static List<Layer> layers(List<Work> work, Instant from, double perMilli, Duration median) {
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
            if (isStraggler(one, median)) {
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
