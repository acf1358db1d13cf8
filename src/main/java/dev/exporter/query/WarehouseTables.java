package dev.exporter.query;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.plan.tables.TableSummaries;
import dev.exporter.plan.tables.TableSummary;
import dev.exporter.warehouse.PinnedTables;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.table.CommittedFile;
import dev.exporter.warehouse.table.CommittedFile.Metrics;
import dev.exporter.warehouse.table.ExistingTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of a warehouse as they are now, for reading. Thread-safe. */
public final class WarehouseTables {
    private final Warehouse warehouse;
    private final LastRead<TableDetail> details;
    /** Of the column that was last asked for: whoever sorts by one looks at several pages. */
    private final LastRead<Map<Path, Metrics>> metrics;

    private WarehouseTables(Warehouse warehouse) {
        this.warehouse = warehouse;
        this.details = new LastRead<>(warehouse);
        this.metrics = new LastRead<>(warehouse);
    }

    /**
     * The tables of a warehouse; nothing is read yet.
     *
     * @param location as given when the tables were made; empty means the directory's file URI
     * @param namespace a folder between the warehouse and its tables, or empty
     * @throws ExporterException refused, if location or namespace cannot be used
     */
    public static WarehouseTables at(Path directory, Optional<String> location, String namespace) {
        return new WarehouseTables(Warehouse.at(directory, location, namespace));
    }

    /** The names of the tables, sorted. */
    public List<String> names() {
        return warehouse.tables();
    }

    /**
     * The files that make up a table now: all of them, and no superseded or uncommitted ones.
     *
     * @throws ExporterException refused, if there is no such table
     */
    public List<Path> files(String table) {
        return warehouse.table(table).orElseThrow(() -> missing(table)).files();
    }

    /** A table with its columns, partitions, files and snapshots; empty where there is none of this program. */
    public Optional<TableDetail> table(String name) {
        return names().contains(name) ? detail(name) : Optional.empty();
    }

    /** All tables at a glance: those that cannot be read are told beside the others. */
    public TableSummaries summaries() {
        List<TableSummary> tables = new ArrayList<>();
        List<TableSummaries.Unreadable> unreadable = new ArrayList<>();
        for (String name : names()) {
            try {
                detail(name).map(TableDetail::summary).ifPresent(tables::add);
            } catch (RuntimeException e) {
                // of whatever kind: libraries tell of damage in many ways
                unreadable.add(new TableSummaries.Unreadable(name, problem(name, e)));
            }
        }
        return new TableSummaries(tables, unreadable);
    }

    private Problem problem(String table, RuntimeException e) {
        return e instanceof ExporterException known
                ? known.problem()
                : new Problem(
                        "table-damaged",
                        "the table " + table + " cannot be read: " + e,
                        warehouse.root().toString(),
                        "");
    }

    /**
     * Some rows of a table.
     *
     * @param memoryBytes beyond which reading fails
     * @param longest after which it fails
     * @throws ExporterException refused, if there is no such table or column, or a value is not one of its column's;
     *     failed, {@code rows-slow} where it took too long
     */
    public RowsPage rows(RowsRequest request, long memoryBytes, Duration longest) {
        TableDetail table = table(request.table()).orElseThrow(() -> missing(request.table()));
        return new RowsQuery(table, request, column -> metrics(request.table(), column)).run(memoryBytes, longest);
    }

    private Optional<TableDetail> detail(String name) {
        return details.of(
                name, TableDetail.class, () -> warehouse.table(name).map(table -> new TableReading(table).detail()));
    }

    private Map<Path, Metrics> metrics(String table, TableDetail.Column column) {
        return metrics.of(table, column.id(), () -> Optional.of(readMetrics(table, column)))
                .orElseThrow();
    }

    private Map<Path, Metrics> readMetrics(String table, TableDetail.Column column) {
        PinnedTables pinned = warehouse.pin(List.of(table));
        Map<Path, Metrics> metrics = new HashMap<>();
        for (ExistingTable existing : pinned.tables()) {
            for (CommittedFile file : pinned.committedFiles(existing)) {
                Metrics known = file.columns().get(column.id());
                if (known != null) {
                    metrics.put(file.path(), known);
                }
            }
        }
        return metrics;
    }

    private ExporterException missing(String table) {
        List<String> names = names();
        return ExporterException.refused(
                "table-missing",
                "there is no table '" + table + "' in " + warehouse.root(),
                "--table",
                names.isEmpty() ? "The warehouse has no tables yet" : "The tables are " + String.join(", ", names));
    }

    /**
     * Runs one SELECT over the current snapshots of all tables.
     *
     * @param memoryBytes beyond which the query fails
     * @return its rows; the caller closes them
     * @throws ExporterException refused, if the warehouse has no tables, or if {@code sql} is not one SELECT statement
     *     that DuckDB can run
     */
    public QueryRows query(String sql, long memoryBytes) {
        return new WarehouseQuery(warehouse, memoryBytes).run(sql);
    }
}
