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
            for (Instant from = spell[0]; from.isBefore(spell[1]); from = from.plusMillis(width)) {
                Instant to = from.plusMillis(width).isBefore(spell[1]) ? from.plusMillis(width) : spell[1];
                rates.add(rate(begun, from, to));
            }
        }
        return rates;
    }

    private static Rate rate(List<PartitionSummary> partitions, Instant from, Instant to) {
        double seconds = Math.max(0.001, Duration.between(from, to).toMillis() / 1000.0);
        double rows = 0;
        double bytes = 0;
        for (PartitionSummary one : partitions) {
            double share = share(one, from, to);
            rows += one.rows() * share;
            bytes += one.bytes() * share;
        }
        return new Rate(from, to, rows / seconds, bytes / seconds);
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
