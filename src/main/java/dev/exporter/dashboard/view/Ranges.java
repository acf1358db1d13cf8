package dev.exporter.dashboard.view;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.plan.KeyRange;

/** Ranges as people read them. */
public final class Ranges {
    private Ranges() {}

    /** {@code 1,000 – 1,999}. */
    public static String text(KeyRange range) {
        return Amounts.count(range.first()) + " – " + Amounts.count(range.last());
    }

    /** The same of a range's name; a name that is none stays as it is. */
    public static String text(String name) {
        try {
            return text(KeyRange.parse(name));
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
