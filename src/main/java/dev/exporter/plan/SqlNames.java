package dev.exporter.plan;

import java.util.regex.Pattern;

/** Which tables a dataset's SQL names. */
public final class SqlNames {
    private SqlNames() {}

    /** Whether {@code name} is a word of {@code sql}; one that is only in a comment or a text counts, too. */
    public static boolean mentions(String sql, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(sql).find();
    }
}
