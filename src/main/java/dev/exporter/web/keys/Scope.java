package dev.exporter.web.keys;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key allows. */
public enum Scope {
    /** To see everything. */
    READ,
    /** To see everything, and to start, stop and end exports. */
    OPERATE;

    /** How it is written in options and files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope that is written so; empty where there is none. */
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }

    /** Whether who has this scope may do what needs {@code other}. */
    public boolean includes(Scope other) {
        return compareTo(other) >= 0;
    }
}
