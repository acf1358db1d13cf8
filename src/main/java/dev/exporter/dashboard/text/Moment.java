package dev.exporter.dashboard.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A moment as pages show it: relative, with the absolute beside it. A page's script keeps the relative text up to date.
 *
 * @param iso for the {@code datetime} of a {@code time}
 * @param absolute in UTC, to the second
 * @param relative {@code 3 min ago} or {@code in 2 h}, as it was when the page was made
 */
public record Moment(String iso, String absolute, String relative) {
    private static final DateTimeFormatter ABSOLUTE = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    public static Moment of(Instant moment, Instant now) {
        Duration since = Duration.between(moment, now);
        String rough = Spans.rough(since);
        String relative = since.abs().toSeconds() < 2 ? "now" : since.isNegative() ? "in " + rough : rough + " ago";
        return new Moment(moment.truncatedTo(ChronoUnit.SECONDS).toString(), ABSOLUTE.format(moment), relative);
    }
}
