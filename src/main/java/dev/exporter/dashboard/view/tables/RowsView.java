package dev.exporter.dashboard.view.tables;

import dev.exporter.plan.Problem;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.plan.tables.TableDetail;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table in a grid.
 *
 * @param filters at least one line to fill in
 * @param problem why there are no rows, or null
 * @param next the address of the next page, or null after the last
 * @param previous the address of the page before, or null where this is the first
 */
public record RowsView(
        String href,
        List<Heading> headings,
        List<List<Cell>> rows,
        List<ColumnChoice> columns,
        List<FilterLine> filters,
        List<OperatorChoice> operators,
        String sort,
        String direction,
        String span,
        @Nullable String next,
        @Nullable String previous,
        @Nullable Problem problem) {
    /** @param order {@code ascending}, {@code descending} or null */
    public record Heading(
            String name, String href, @Nullable String order) {}

    public record Cell(String text, boolean isNull, boolean isNumber) {}

    public record ColumnChoice(String name, String type, boolean isChosen) {}

    public record FilterLine(String column, String operator, String value) {}

    public record OperatorChoice(String name, String words) {}

    public static RowsView of(
            TableDetail table, RowsRequest request, Optional<RowsPage> page, Optional<Problem> problem) {
        String href = "/tables/" + table.summary().name() + "/rows";
        RowsRequest.Sort sort =
                request.sort().orElse(new RowsRequest.Sort(table.summary().rangeColumn(), true));
        List<FilterLine> filters = new ArrayList<>();
        request.filters()
                .forEach(filter -> filters.add(
                        new FilterLine(filter.column(), filter.operator().text(), filter.value())));
        filters.add(new FilterLine("", "eq", ""));
        List<String> chosen = request.columns();
        int shown = page.map(RowsPage::rows).map(List::size).orElse(0);
        return new RowsView(
                href,
                page.map(RowsPage::columns).orElse(List.of()).stream()
                        .map(column -> heading(href, request, sort, column))
                        .toList(),
                page.map(RowsPage::rows).orElse(List.of()).stream()
                        .map(row -> row.stream().map(RowsView::cell).toList())
                        .toList(),
                table.columns().stream()
                        .map(column -> new ColumnChoice(
                                column.name(), column.type(), chosen.isEmpty() || chosen.contains(column.name())))
                        .toList(),
                filters,
                Arrays.stream(RowsRequest.Operator.values())
                        .map(operator -> new OperatorChoice(operator.text(), operator.words()))
                        .toList(),
                sort.column(),
                sort.descending() ? "desc" : "asc",
                shown == 0 ? "No rows" : "Rows " + (request.offset() + 1) + " to " + (request.offset() + shown),
                page.filter(RowsPage::hasMore)
                        .map(one -> href + query(request, sort, request.offset() + request.limit()))
                        .orElse(null),
                request.offset() > 0
                        ? href + query(request, sort, Math.max(0, request.offset() - request.limit()))
                        : null,
                problem.orElse(null));
    }

    private static Heading heading(String href, RowsRequest request, RowsRequest.Sort sort, TableDetail.Column column) {
        boolean isSorted = sort.column().equals(column.name());
        RowsRequest.Sort other = new RowsRequest.Sort(column.name(), isSorted && !sort.descending());
        return new Heading(
                column.name(),
                href + query(request, other, 0),
                isSorted ? (sort.descending() ? "descending" : "ascending") : null);
    }

    private static String query(RowsRequest request, RowsRequest.Sort sort, long offset) {
        StringBuilder query = new StringBuilder("?sort=" + encoded(sort.column()));
        query.append("&dir=").append(sort.descending() ? "desc" : "asc");
        request.columns().forEach(column -> query.append("&column=").append(encoded(column)));
        for (RowsRequest.Filter filter : request.filters()) {
            query.append("&on=").append(encoded(filter.column()));
            query.append("&is=").append(filter.operator().text());
            query.append("&value=").append(encoded(filter.value()));
        }
        return query.append(offset == 0 ? "" : "&offset=" + offset).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Bytes in URL-safe Base64: ids of transactions are known so. */
    private static Cell cell(@Nullable Object value) {
        if (value == null) {
            return new Cell("null", true, false);
        }
        String text = value instanceof byte[] bytes
                ? Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
                : value.toString();
        return new Cell(text, false, value instanceof Number);
    }
}
