package dev.exporter.source.sqlite;

/** Writes names of tables and columns into SQL. */
public final class Identifiers {
    private Identifiers() {}

    /** {@code name} as a quoted SQL identifier, whatever characters it has. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
