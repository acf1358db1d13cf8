package dev.exporter.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the tables of a dataset are held against its source, and what must hold within them. Written by hand beside the SQL
 * of the export, so that an error in one of the two shows.
 *
 * @param rows what the source holds of each table; where there are none, tables cannot be compared with a source
 * @param unique what occurs once in a table
 * @param rules what must hold among the rows of one partition
 */
public record Verification(List<SourceRows> rows, List<Unique> unique, List<Rule> rules) {
    /** Of a dataset that says nothing about it. */
    public static final Verification NONE = new Verification(List.of(), List.of(), List.of());

    public Verification {
        rows = List.copyOf(rows);
        unique = List.copyOf(unique);
        rules = List.copyOf(rules);
    }

    /**
     * Rows of an output table as one database of the source has them.
     *
     * @param when dataset options (flags), one of which must be true for these rows to be in the table; empty means always
     * @param sql a SELECT in SQLite's dialect over the dataset's sources of that database, by their names, which gives the
     *     table's columns by name. The first and the last range key are its parameters {@code ?1} and {@code ?2}.
     *     Decimals are given as text, booleans as 0 and 1
     */
    public record SourceRows(String table, String database, List<String> when, String sql) {
        public SourceRows {
            when = List.copyOf(when);
        }

        /** Whether the rows are part of the table under these values of the dataset's options. */
        public boolean isIncluded(Map<String, String> options) {
            return when.isEmpty() || when.stream().anyMatch(option -> "true".equals(options.get(option)));
        }
    }

    /** No two rows of a table have the same values in these columns, unless one is NULL. */
    public record Unique(String table, List<String> columns) {
        public Unique {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A question to the tables of one partition: a SELECT in DuckDB's dialect that gives a row for each breach, with the
     * columns {@code key} (the range key) and {@code example} (the breach, for people). It may name the dataset's tables,
     * which hold one partition's rows, and {@code options}, a row with the dataset's options as text.
     *
     * @param table the table that messages name
     * @param message what a breach is, for people
     */
    public record Rule(String name, String table, String sql, String message, Meaning meaning) {}

    /** What a breach of a rule means. */
    public enum Meaning {
        /** The tables are wrong. */
        DIFFERENCE,
        /** Rows were lost, unless the source is just as wrong. */
        LOSS,
        /** Worth knowing, and right. */
        INFORMATION;

        /** As dataset files write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
