package dev.exporter.run.planning.access;

import dev.exporter.plan.forecast.Forecast.SourceForecast;
import java.time.Duration;
import java.util.Collection;

/**
 * What reading and writing cost, in processor time. Measured on a made gateway of 5.4 million rows ({@code bench/run});
 * the choice of how to read depends on their ratios only.
 */
final class Costs {
    private static final double NANOS_PER_SCANNED_ROW = 450;
    private static final double NANOS_PER_INDEXED_ROW = 3_000;
    /** To join, sort, hash, compress and store a row. */
    private static final double NANOS_PER_WRITTEN_ROW = 1_800;

    private static final double START_UP_NANOS = 1.5e9;

    private Costs() {}

    /** Of one scan of the table. */
    static double scan(SourceForecast source) {
        return source.allRows() * NANOS_PER_SCANNED_ROW;
    }

    /** Of finding the rows of the range by index. */
    static double index(SourceForecast source) {
        return source.rows() * NANOS_PER_INDEXED_ROW;
    }

    /** Of reading tables as they are marked. */
    static double reading(Collection<SourceForecast> sources, int waves) {
        return sources.stream()
                .mapToDouble(source -> source.scanned() ? scan(source) * waves : index(source))
                .sum();
    }

    /** Of a run as a whole. */
    static Duration time(double readingNanos, long rowsWritten, int processors) {
        double nanos = START_UP_NANOS + (readingNanos + rowsWritten * NANOS_PER_WRITTEN_ROW) / processors;
        return Duration.ofMillis(Math.round(nanos / 1e6));
    }
}
