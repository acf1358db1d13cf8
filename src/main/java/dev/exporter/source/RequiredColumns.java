package dev.exporter.source;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.SqliteDatabase;
import dev.exporter.source.sqlite.TableLayout;
import dev.exporter.source.sqlite.TableQuery;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The tables and columns that a dataset cannot do without. Asked whenever databases are opened, not only when a run is
 * planned: a column that has been renamed meanwhile would be read as NULL by the run that goes on.
 */
record RequiredColumns(Dataset dataset, Map<String, String> options, Map<String, TableLayout> layouts) {
    /** @throws ExporterException refused, for the first one that {@code databases} lack */
    void require(List<SqliteDatabase> databases) {
        for (SourceTable table : dataset.sources()) {
            if (dataset.reads(table, options)) {
                SqliteDatabase database = databases.stream()
                        .filter(one -> one.name().equals(table.database()))
                        .findFirst()
                        .orElseThrow();
                require(table, database);
            }
        }
    }

    /** The names of the columns that a table lacks and can do without. */
    List<String> absentOptional(SourceTable table) {
        return absent(table)
                .filter(SourceTable.Column::optional)
                .map(SourceTable.Column::name)
                .toList();
    }

    private void require(SourceTable table, SqliteDatabase database) {
        if (!layout(table).exists()) {
            throw missing(table, database, "table-missing", "has no table " + table.table());
        }
        absent(table).filter(column -> !column.optional()).findFirst().ifPresent(column -> {
            throw missing(
                    table,
                    database,
                    "column-missing",
                    "has no column " + column.name() + " in its table " + table.table());
        });
    }

    private Stream<SourceTable.Column> absent(SourceTable table) {
        return table.columns().stream()
                .filter(column ->
                        TableQuery.isOn(column, options) && !layout(table).has(column.name()));
    }

    private TableLayout layout(SourceTable table) {
        return Objects.requireNonNull(layouts.get(table.name()));
    }

    private static ExporterException missing(SourceTable table, SqliteDatabase database, String code, String what) {
        return ExporterException.refused(
                code,
                "the " + table.database() + " database " + what,
                database.where() + ", table " + table.table(),
                "Check that the option names the right database, and that its version is one that the dataset reads");
    }
}
