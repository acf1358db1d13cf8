package dev.exporter.api.metrics;

import java.util.LinkedHashSet;
import java.util.Set;

/** Keeps the values of a label few: the first ones are kept, all others are {@code other}. Not thread-safe. */
final class Labels {
    private static final int MOST = 50;

    private final Set<String> known = new LinkedHashSet<>();

    String of(String value) {
        if (known.contains(value)) {
            return value;
        }
        if (known.size() >= MOST || value.isEmpty()) {
            return "other";
        }
        known.add(value);
        return value;
    }
}
