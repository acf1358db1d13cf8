package dev.exporter.operations;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.plan.tables.TableSummaries;
import dev.exporter.query.QueryRows;
import dev.exporter.query.WarehouseTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of a warehouse, for reading. Thread-safe. */
public final class Tables {
    private final WarehouseTables tables;

    private Tables(WarehouseTables tables) {
        this.tables = tables;
    }

    /**
     * The tables of a warehouse; nothing is read yet.
     *
     * @param location as given when the tables were made; empty means the directory's file URI
     * @param namespace a folder between the warehouse and its tables, or empty
     */
    public static Tables of(Path directory, Optional<String> location, String namespace) {
        return new Tables(WarehouseTables.at(directory, location, namespace));
    }

    /** The names of the tables, sorted. */
    public List<String> names() {
        return tables.names();
    }

    /**
     * The files that make up a table now: all of them, and no superseded or uncommitted ones.
     *
     * @throws ExporterException refused, if there is no such table
     */
    public List<Path> files(String table) {
        return tables.files(table);
    }

    /** A table with its columns, partitions, files and snapshots; empty where there is none. */
    public Optional<TableDetail> table(String name) {
        return tables.table(name);
    }

    /** All tables at a glance: those that cannot be read are told beside the others. */
    public TableSummaries summaries() {
        return tables.summaries();
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
        return tables.rows(request, memoryBytes, longest);
    }

    /** The rows of a query, one after the other. */
    public interface Rows {
        /** The columns' names, in order. */
        List<String> columns();

        /** Goes to the next row; false after the last. */
        boolean next();

        /**
         * A value of the current row: null, a Boolean, a Number, a byte array or a String.
         *
         * @param column from 0
         */
        @Nullable Object value(int column);
    }

    /**
     * Runs one SELECT over the tables' current snapshots and lets {@code reader} read its rows.
     *
     * @param memoryBytes beyond which the query fails
     * @throws ExporterException refused, if {@code sql} is not one SELECT that can be run
     */
    public <T> T query(String sql, long memoryBytes, Function<Rows, T> reader) {
        try (QueryRows rows = tables.query(sql, memoryBytes)) {
            return reader.apply(new Rows() {
                @Override
                public List<String> columns() {
                    return rows.columns();
                }

                @Override
                public boolean next() {
                    return rows.next();
                }

                @Override
                public @Nullable Object value(int column) {
                    return rows.value(column);
                }
            });
        }
    }
}
