package dev.exporter.api;

import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads which rows are asked for. */
final class RowText {
    private RowText() {}

    /** Filters, each {@code column,operator,value}; the value may hold commas. */
    static List<RowsRequest.Filter> filters(String @Nullable [] texts) {
        List<RowsRequest.Filter> filters = new ArrayList<>();
        for (String text : texts == null ? new String[0] : texts) {
            String[] parts = text.split(",", 3);
            if (parts.length < 2) {
                throw malformed("A 'filter' is column,operator,value");
            }
            RowsRequest.Operator operator =
                    Asked.choice("operator", parts[1], RowsRequest.Operator.values(), RowsRequest.Operator::text);
            if (operator.takesValue() && parts.length < 3) {
                throw malformed("The operator '" + operator.text() + "' needs a value");
            }
            filters.add(new RowsRequest.Filter(parts[0], operator, parts.length < 3 ? "" : parts[2]));
        }
        if (filters.size() > RowsRequest.MOST_FILTERS) {
            throw malformed("There are at most " + RowsRequest.MOST_FILTERS + " filters");
        }
        return filters;
    }

    /** A column, with {@code -} before it where the largest come first. */
    static Optional<RowsRequest.Sort> sort(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean isDescending = text.startsWith("-");
        return Optional.of(new RowsRequest.Sort(isDescending ? text.substring(1) : text, isDescending));
    }

    static long offset(String cursor) {
        if (cursor.isEmpty()) {
            return 0;
        }
        if (!cursor.matches("\\d{1,15}")) {
            throw malformed("'cursor' leads nowhere; begin without one");
        }
        return Long.parseLong(cursor);
    }

    private static HttpProblemException malformed(String detail) {
        return new HttpProblemException(HttpProblem.MALFORMED, detail);
    }
}
