package dev.exporter.plan.tables;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Some rows of a table: no SQL, only names that are held against the table, and values that are bound.
 *
 * @param columns in this order; none means all of the table
 * @param filters all of which a row passes; {@value #MOST_FILTERS} at most
 * @param sort empty: the newest keys first
 * @param offset rows to leave out, from 0 to {@value #MOST_OFFSET}
 * @param limit at most so many rows, from 1 to {@value #MOST_ROWS}
 */
public record RowsRequest(
        String table, List<String> columns, List<Filter> filters, Optional<Sort> sort, long offset, int limit) {
    public static final int MOST_ROWS = 1000;
    public static final int MOST_FILTERS = 20;
    public static final long MOST_OFFSET = 999_999_999_999_999L;

    public RowsRequest {
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
    }

    public record Sort(String column, boolean descending) {}

    /**
     * A condition.
     *
     * @param value as the grid shows it, bytes in URL-safe Base64 or as {@code 0x} and hex; not read where the operator
     *     takes none
     */
    public record Filter(String column, Operator operator, String value) {}

    /** How a column's value is held against a filter's. */
    public enum Operator {
        EQ("is"),
        NE("is not"),
        LT("less than"),
        LE("at most"),
        GT("more than"),
        GE("at least"),
        CONTAINS("contains"),
        PREFIX("begins with"),
        NULL("is missing"),
        PRESENT("is there");

        private final String words;

        Operator(String words) {
            this.words = words;
        }

        /** In lower case, as in addresses and JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For people. */
        public String words() {
            return words;
        }

        public boolean takesValue() {
            return this != NULL && this != PRESENT;
        }

        /** The operator with this {@link #text()}. */
        public static Optional<Operator> of(String text) {
            return Arrays.stream(values())
                    .filter(one -> one.text().equals(text))
                    .findFirst();
        }
    }
}
