package dev.exporter.source;

/** Writes names of tables and columns into SQL. */
final class Identifiers {
    private Identifiers() {}

    /** {@code name} as a quoted SQL identifier, whatever characters it has. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
