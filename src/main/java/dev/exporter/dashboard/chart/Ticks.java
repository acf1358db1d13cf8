package dev.exporter.dashboard.chart;

import java.time.Duration;

/** Round steps for axes. */
final class Ticks {
    private static final long[] SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400
    };

    private Ticks() {}

    /** The smallest of 1, 2, 5, 10, 20, … of which {@code most} steps reach {@code highest}. */
    static long step(double highest, int most) {
        long power = 1;
        while (true) {
            for (long factor : new long[] {1, 2, 5}) {
                if (factor * power * (double) most >= highest) {
                    return factor * power;
                }
            }
            power *= 10;
        }
    }

    /** The smallest round span of which {@code most} steps reach the end of {@code whole}. */
    static Duration step(Duration whole, int most) {
        for (long seconds : SECONDS) {
            if (seconds * most >= whole.toSeconds()) {
                return Duration.ofSeconds(seconds);
            }
        }
        return Duration.ofDays(whole.toDays() / most + 1);
    }
}
