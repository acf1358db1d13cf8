package dev.exporter.operations.history;

import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How fast partitions were written: what each has written is spread evenly over its time. */
final class Speed {
    /** A pause this long between two partitions is one between two executions of the run. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private Speed() {}

    /** Rows written from one time to another. */
    static double rows(List<PartitionSummary> partitions, Instant from, Instant to) {
        return partitions.stream()
                .mapToDouble(one -> one.rows() * share(one, from, to))
                .sum();
    }

    /** The time between the begin of the first and the end of the last partition, cut into buckets without long pauses. */
    static List<Rate> rates(List<PartitionSummary> partitions, int buckets) {
        List<PartitionSummary> begun = partitions.stream()
                .filter(one -> one.started().isPresent() && one.rows() > 0)
                .sorted(Comparator.comparing(one -> one.started().orElseThrow()))
                .toList();
        List<Instant[]> spells = spells(begun);
        long total = spells.stream()
                .mapToLong(spell -> Duration.between(spell[0], spell[1]).toMillis())
                .sum();
        long width = Math.max(1000, (total + buckets - 1) / buckets);
        List<Rate> rates = new ArrayList<>();
        for (Instant[] spell : spells) {
            rates.addAll(rates(begun, spell[0], spell[1], width));
        }
        return rates;
    }

    /** @param width of a bucket, in milliseconds */
    private static List<Rate> rates(List<PartitionSummary> partitions, Instant first, Instant last, long width) {
        int buckets = Math.toIntExact((Duration.between(first, last).toMillis() + width - 1) / width);
        if (buckets == 0) {
            return List.of();
        }
        double[] rows = new double[buckets];
        double[] bytes = new double[buckets];
        for (PartitionSummary one : partitions) {
            Instant start = one.started().orElseThrow();
            // Only those that it overlaps: there are thousands of partitions.
            int from = bucket(first, start, width, buckets);
            int to = bucket(first, start.plus(one.elapsed()), width, buckets);
            for (int i = from; i <= to; i++) {
                double share = share(one, edge(first, last, i, width), edge(first, last, i + 1, width));
                rows[i] += one.rows() * share;
                bytes[i] += one.bytes() * share;
            }
        }
        List<Rate> rates = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            Instant from = edge(first, last, i, width);
            Instant to = edge(first, last, i + 1, width);
            double seconds = Math.max(0.001, Duration.between(from, to).toMillis() / 1000.0);
            rates.add(new Rate(from, to, rows[i] / seconds, bytes[i] / seconds));
        }
        return rates;
    }

    /** The bucket that a time lies in, or the one next to it. */
    private static int bucket(Instant first, Instant time, long width, int buckets) {
        long bucket = Math.floorDiv(Duration.between(first, time).toMillis(), width);
        return (int) Math.max(0, Math.min(buckets - 1, bucket));
    }

    private static Instant edge(Instant first, Instant last, int bucket, long width) {
        Instant edge = first.plusMillis(bucket * width);
        return edge.isBefore(last) ? edge : last;
    }

    /** The times in which partitions were under way, joined where the pause between them is short. */
    private static List<Instant[]> spells(List<PartitionSummary> begun) {
        List<Instant[]> spells = new ArrayList<>();
        for (PartitionSummary one : begun) {
            Instant start = one.started().orElseThrow();
            Instant end = start.plus(one.elapsed());
            Optional<Instant[]> open = spells.isEmpty() ? Optional.empty() : Optional.of(spells.get(spells.size() - 1));
            if (open.isPresent() && !open.get()[1].plus(PAUSE).isBefore(start)) {
                open.get()[1] = open.get()[1].isBefore(end) ? end : open.get()[1];
            } else {
                spells.add(new Instant[] {start, end});
            }
        }
        return spells;
    }

    /** The part of a partition's time that lies in a span; of one without any time, all or nothing. */
    private static double share(PartitionSummary one, Instant from, Instant to) {
        Instant start = one.started().orElse(to);
        Instant end = start.plus(one.elapsed());
        if (!start.isBefore(to) || end.isBefore(from)) {
            return 0;
        }
        long millis = Duration.between(start, end).toMillis();
        if (millis == 0) {
            return start.isBefore(from) ? 0 : 1;
        }
        Instant begin = start.isAfter(from) ? start : from;
        Instant finish = end.isBefore(to) ? end : to;
        return Math.max(0, Duration.between(begin, finish).toMillis()) / (double) millis;
    }
}
