package dev.exporter.dashboard.page;

import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.web.problem.HttpProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the address of a grid asks for: any number of {@code column}, and lines of {@code on}, {@code is} and {@code value}.
 * They are read from the request itself: Spring would cut a single value at its commas, and take an empty one for none.
 */
record GridAddress(HttpServletRequest request) {
    private static final int ROWS = 50;

    /** @throws HttpProblemException if an operator is none */
    RowsRequest rows(String table, String sort, String direction, long offset) {
        return new RowsRequest(
                table,
                values("column"),
                filters(),
                sort.isEmpty() ? Optional.empty() : Optional.of(new RowsRequest.Sort(sort, direction.equals("desc"))),
                Math.max(0, offset),
                ROWS);
    }

    /** Lines of which no column was chosen say nothing. */
    private List<RowsRequest.Filter> filters() {
        List<String> columns = values("on");
        List<String> operators = values("is");
        List<String> values = values("value");
        List<RowsRequest.Filter> filters = new ArrayList<>();
        int lines = Math.min(columns.size(), Math.min(operators.size(), values.size()));
        for (int i = 0; i < lines; i++) {
            if (!columns.get(i).isEmpty()) {
                RowsRequest.Operator operator = RowsRequest.Operator.of(operators.get(i))
                        .orElseThrow(() -> HttpProblemException.missing("There is no such operator"));
                filters.add(new RowsRequest.Filter(columns.get(i), operator, values.get(i)));
            }
        }
        return filters;
    }

    private List<String> values(String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? List.of() : List.of(values);
    }
}
