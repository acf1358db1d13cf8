package dev.exporter.query;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.plan.tables.RowsRequest.Filter;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.transform.file.ReadOnlyTables;
import dev.exporter.transform.file.TableView;
import dev.exporter.transform.sql.Sql;
import dev.exporter.warehouse.table.CommittedFile.Metrics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads some rows of a table. Names come from the table, values are bound. */
final class RowsQuery {
    private final TableDetail table;
    private final RowsRequest request;
    private final List<TableDetail.Column> columns;
    private final Function<TableDetail.Column, Map<Path, Metrics>> metrics;

    /**
     * @param metrics what the table's manifests say of a column
     * @throws ExporterException refused, if a column is not one of the table's or a value not one of
     *     its column's
     */
    RowsQuery(TableDetail table, RowsRequest request, Function<TableDetail.Column, Map<Path, Metrics>> metrics) {
        this.table = table;
        this.metrics = metrics;
        this.request = request;
        this.columns = request.columns().isEmpty()
                ? table.columns()
                : request.columns().stream().map(this::column).toList();
        requireBounds();
    }

    private void requireBounds() {
        boolean isWithin = request.limit() >= 1
                && request.limit() <= RowsRequest.MOST_ROWS
                && request.offset() >= 0
                && request.offset() <= RowsRequest.MOST_OFFSET;
        if (!isWithin) {
            throw ExporterException.refused(
                    "rows-out-of-bounds",
                    "1 to " + RowsRequest.MOST_ROWS + " rows can be had at a time, from 0 to " + RowsRequest.MOST_OFFSET
                            + " on",
                    "limit, offset",
                    "");
        }
        if (request.filters().size() > RowsRequest.MOST_FILTERS) {
            throw ExporterException.refused(
                    "filters-too-many",
                    "there are " + request.filters().size() + " filters, and " + RowsRequest.MOST_FILTERS
                            + " can be had at a time",
                    "filter",
                    "Leave some of them out");
        }
    }

    private TableDetail.Column column(String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ExporterException.refused(
                        "column-unknown",
                        "the table " + table.summary().name() + " has no column '" + name + "'",
                        "column",
                        "It has "
                                + String.join(
                                        ", ",
                                        table.columns().stream()
                                                .map(TableDetail.Column::name)
                                                .toList())));
    }

    RowsPage run(long memoryBytes, Duration longest) {
        String keyColumn = table.summary().rangeColumn();
        RowsRequest.Sort sort = request.sort().orElse(new RowsRequest.Sort(keyColumn, true));
        List<BoundFilter> filters = request.filters().stream()
                .map(filter -> BoundFilter.of(column(filter.column()), filter))
                .toList();
        String sql = "SELECT "
                + Sql.identifiers(columns.stream().map(TableDetail.Column::name).toList())
                + " FROM " + Sql.identifier(table.summary().name())
                + (filters.isEmpty()
                        ? ""
                        : " WHERE "
                                + String.join(
                                        " AND ",
                                        filters.stream().map(BoundFilter::sql).toList()))
                + " ORDER BY " + Sql.identifier(column(sort.column()).name()) + (sort.descending() ? " DESC" : "")
                + ties(sort) + " LIMIT ? OFFSET ?";
        try (Connection connection = ReadOnlyTables.open(List.of(view(sort)), memoryBytes);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (BoundFilter filter : filters) {
                at = filter.bind(statement, at);
            }
            statement.setInt(at, request.limit() + 1);
            statement.setLong(at + 1, request.offset());
            return page(statement, longest);
        } catch (SQLException e) {
            throw WarehouseQuery.isFileGone(e) ? WarehouseQuery.fileGone(e) : failed(e);
        }
    }

    /** A total order, so that pages neither repeat nor miss rows, as far as the table's own order is one. */
    private String ties(RowsRequest.Sort sort) {
        StringBuilder ties = new StringBuilder();
        for (String name : table.sort()) {
            if (!name.equals(sort.column())) {
                ties.append(", ").append(Sql.identifier(name));
            }
        }
        return ties.toString();
    }

    /** The files of the partitions that can hold what is asked for: thousands need not be opened for a page of rows. */
    private TableView view(RowsRequest.Sort sort) {
        List<TableDetail.Partition> partitions = new ArrayList<>(table.partitions());
        String keyColumn = table.summary().rangeColumn();
        for (Filter filter : request.filters()) {
            if (filter.column().equals(keyColumn)) {
                partitions.removeIf(partition -> !canHold(partition.bounds(), filter));
            }
        }
        if (sort.column().equals(keyColumn) && request.filters().isEmpty()) {
            partitions = enough(partitions, sort.descending());
        }
        List<Path> files = partitions.stream()
                .flatMap(partition -> partition.files().stream())
                .map(TableDetail.DataFile::path)
                .toList();
        if (request.filters().isEmpty() && files.size() > wanted()) {
            files = new FirstFiles(metrics.apply(column(sort.column())), sort.descending()).of(files, wanted());
        }
        List<ColumnSpec> specs = table.columns().stream()
                .map(column -> new ColumnSpec(
                        column.id(),
                        column.name(),
                        ColumnType.parse(column.type()),
                        column.required(),
                        ColumnSpec.Bounds.NONE,
                        false,
                        null))
                .toList();
        return new TableView(table.summary().name(), specs, files);
    }

    private static boolean canHold(KeyRange bounds, Filter filter) {
        long value = BoundFilter.number(filter);
        return switch (filter.operator()) {
            case EQ -> bounds.contains(value);
            case LT, LE -> bounds.first() <= value;
            case GT, GE -> bounds.last() >= value;
            default -> true;
        };
    }

    /** As many partitions from one end as have the rows up to the page's last, and the one after it. */
    private List<TableDetail.Partition> enough(List<TableDetail.Partition> ascending, boolean fromTheLast) {
        long wanted = wanted();
        List<TableDetail.Partition> enough = new ArrayList<>();
        for (int i = 0; i < ascending.size() && wanted > 0; i++) {
            TableDetail.Partition next = ascending.get(fromTheLast ? ascending.size() - 1 - i : i);
            enough.add(next);
            wanted -= next.rows();
        }
        return enough;
    }

    /** The rows up to the page's last, and the one after it. */
    private long wanted() {
        return request.offset() + request.limit() + 1;
    }

    private RowsPage page(PreparedStatement statement, Duration longest) throws SQLException {
        TimeBound bound = TimeBound.on(statement, longest);
        try (bound) {
            return page(statement);
        } catch (SQLException e) {
            if (bound.isExceeded()) {
                throw tooSlow(longest, e);
            }
            throw e;
        }
    }

    private RowsPage page(PreparedStatement statement) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        boolean hasMore = false;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                if (rows.size() == request.limit()) {
                    hasMore = true;
                    break;
                }
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(QueryRows.value(result, i));
                }
                rows.add(row);
            }
        }
        return new RowsPage(columns, rows, hasMore);
    }

    private ExporterException tooSlow(Duration longest, SQLException e) {
        return ExporterException.failed(
                "rows-slow",
                "the rows were not found within " + longest.toSeconds() + " seconds",
                table.summary().name(),
                "Narrow the filter by " + table.summary().rangeColumn() + ", or ask by exporter query, which waits",
                e);
    }

    private static ExporterException failed(SQLException e) {
        return ExporterException.failed(
                "query-failed",
                "the rows could not be read: " + WarehouseQuery.firstLine(e),
                "",
                Optional.ofNullable(e.getMessage()).orElse("").contains("Out of Memory")
                        ? "Ask for fewer columns, or narrow the filter"
                        : "",
                e);
    }
}
