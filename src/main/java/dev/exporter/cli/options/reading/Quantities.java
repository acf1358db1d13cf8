package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Values;
import dev.exporter.plan.ExporterException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers, sizes and times. A message names the value and where it comes from. */
public final class Quantities {
    /** Every integer up to here is exact in JSON (RFC 8259, section 6), and sums of a few cannot overflow. */
    public static final long MAXIMUM = (1L << 53) - 1;

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,16}(?:\\.\\d{1,6})?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> BYTES = Map.of(
            "",
            1L,
            "b",
            1L,
            "kb",
            1_000L,
            "mb",
            1_000_000L,
            "gb",
            1_000_000_000L,
            "tb",
            1_000_000_000_000L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30,
            "tib",
            1L << 40);
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Quantities() {}

    /** What {@code --parallelism} says; the number of processors where it is not given. */
    public static int parallelism(Values values) {
        return values.value("parallelism").isPresent()
                ? (int) number(values, "parallelism", 1, 1024)
                : Runtime.getRuntime().availableProcessors();
    }

    /** A whole number from {@code minimum} to {@code maximum}. */
    public static long number(Values values, String name, long minimum, long maximum) {
        String text = values.text(name);
        String expected = "Give a whole number from " + minimum + " to " + maximum;
        if (text.matches("-\\d+")) {
            throw invalid(values, name, "--" + name + " is negative: " + text, expected);
        }
        if (!text.matches("\\d+")) {
            throw invalid(values, name, "--" + name + " is not a whole number: '" + text + "'", expected);
        }
        boolean fits = text.replaceFirst("^0+(?=\\d)", "").length() <= 16;
        if (!fits || Long.parseLong(text) > maximum) {
            throw invalid(values, name, "--" + name + " is too large: " + text, expected);
        }
        if (Long.parseLong(text) < minimum) {
            throw invalid(values, name, "--" + name + " is too small: " + text, expected);
        }
        return Long.parseLong(text);
    }

    /** A size in bytes: {@code 512MB}, {@code 1GiB}, {@code 1.5GB} or a plain number of bytes. */
    public static long bytes(Values values, String name, long minimum) {
        String text = values.text(name);
        String expected = "Give a size such as 512MB (million bytes) or 1GiB (2^30 bytes)";
        long bytes = quantity(values, name, "size", BYTES, expected);
        if (bytes < minimum) {
            throw invalid(values, name, "--" + name + " is too small: " + text, "Give at least " + minimum + " bytes");
        }
        return bytes;
    }

    /** A time: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}; a day at most. */
    public static Duration duration(Values values, String name) {
        return duration(values, name, Duration.ofDays(1));
    }

    /** A time of {@code longest} at most. */
    public static Duration duration(Values values, String name, Duration longest) {
        String expected = "Give a time such as 500ms, 30s or 2m, at most " + longest.toHours() + "h";
        long millis = quantity(values, name, "time", MILLIS, expected);
        if (millis > longest.toMillis()) {
            throw invalid(values, name, "--" + name + " is too long: " + values.text(name), expected);
        }
        return Duration.ofMillis(millis);
    }

    /** A number of seconds, with or without a fraction: {@code 60}, {@code 0.5}; a day at most. */
    public static Duration seconds(Values values, String name) {
        String text = values.text(name);
        String expected = "Give a number of seconds such as 60 or 0.5, at most 86400";
        if (!text.matches("\\d{1,9}(\\.\\d{1,3})?")) {
            throw invalid(values, name, "--" + name + " is not a number of seconds: '" + text + "'", expected);
        }
        Duration duration =
                Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
        if (duration.compareTo(Duration.ofDays(1)) > 0) {
            throw invalid(values, name, "--" + name + " is too large: " + text, expected);
        }
        return duration;
    }

    private static long quantity(Values values, String name, String what, Map<String, Long> units, String expected) {
        String text = values.text(name);
        Matcher matcher = QUANTITY.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw invalid(values, name, "--" + name + " is not a " + what + ": '" + text + "'", expected);
        }
        BigDecimal amount = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (amount.compareTo(BigDecimal.valueOf(MAXIMUM)) > 0) {
            throw invalid(values, name, "--" + name + " is too large: " + text, expected);
        }
        return amount.longValue();
    }

    private static ExporterException invalid(Values values, String name, String message, String remedy) {
        return ExporterException.refused("option-invalid", message, values.where(name), remedy);
    }
}
