package dev.exporter.dashboard.text;

import java.util.Locale;

/** Numbers as people read them. */
public final class Amounts {
    private static final String[] BYTES = {"B", "KB", "MB", "GB", "TB", "PB"};
    private static final String[] THOUSANDS = {"", " k", " M", " G", " T", " P"};

    private Amounts() {}

    /** {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 999 B}, {@code 1.2 MB}: powers of 1000. */
    public static String bytes(long bytes) {
        return bytes < 1000 ? bytes + " B" : scaled(bytes, BYTES);
    }

    /** {@code 950}, {@code 1.2 M}: for axes and tiles, where the whole number would be too long. */
    public static String shortCount(long number) {
        if (number < 10_000) {
            return count(number);
        }
        return scaled(number, THOUSANDS);
    }

    /** {@code 1 partition}, {@code 2,000 partitions}. */
    public static String counted(long number, String unit) {
        return count(number) + " " + unit + (number == 1 ? "" : "s");
    }

    /** {@code 42 %}; 100 % only where all is done, 0 % only where nothing is. */
    public static String percent(double share) {
        if (share <= 0 || share >= 1) {
            return share <= 0 ? "0 %" : "100 %";
        }
        double percent = Math.min(99.9, Math.max(0.1, share * 100));
        return percent < 10 || percent > 99
                ? String.format(Locale.ROOT, "%.1f %%", percent)
                : Math.round(percent) + " %";
    }

    private static String scaled(long number, String[] units) {
        double amount = number;
        int unit = 0;
        while (amount >= 999.95 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        String text = String.format(Locale.ROOT, amount >= 99.95 ? "%.0f" : "%.1f", amount);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + space(units[unit]);
    }

    private static String space(String unit) {
        return unit.isEmpty() || unit.startsWith(" ") ? unit : " " + unit;
    }
}
