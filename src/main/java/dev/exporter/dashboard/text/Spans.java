package dev.exporter.dashboard.text;

import java.time.Duration;
import java.util.Locale;

/** Spans of time as people read them. */
public final class Spans {
    private Spans() {}

    /** {@code 0 s}, {@code 0.4 s}, {@code 12 s}, {@code 3 min 05 s}, {@code 2 h 07 min}, {@code 3 d 4 h}. */
    public static String text(Duration span) {
        long seconds = span.toSeconds();
        if (span.toMillis() < 9_950) {
            return span.toMillis() % 1000 == 0
                    ? seconds + " s"
                    : String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 86_400
                ? two(seconds / 3600, "h", seconds / 60 % 60, "min")
                : two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
    }

    /** {@code in} or {@code ago}, by the larger unit only: {@code 3 min}, {@code 2 h}, {@code 5 d}. */
    public static String rough(Duration span) {
        long seconds = Math.abs(span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return small == 0
                ? large + " " + largeUnit
                : String.format(Locale.ROOT, "%d %s %02d %s", large, largeUnit, small, smallUnit);
    }
}
