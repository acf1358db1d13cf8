package dev.exporter.source;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.SqliteDatabase;
import dev.exporter.source.sqlite.TableLayout;
import dev.exporter.source.sqlite.TableQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Holds the databases of a snapshot against what a dataset reads of them. */
final class SourceChecks {
    private final Dataset dataset;
    private final Map<String, String> options;
    private final Map<String, TableLayout> layouts;
    private final SourceSnapshot snapshot;
    private final List<String> notes = new ArrayList<>();

    SourceChecks(
            Dataset dataset, Map<String, String> options, Map<String, TableLayout> layouts, SourceSnapshot snapshot) {
        this.dataset = dataset;
        this.options = options;
        this.layouts = layouts;
        this.snapshot = snapshot;
    }

    SourceCheck check() {
        List<SourceTable> read = dataset.sources().stream()
                .filter(table -> dataset.reads(table, options))
                .toList();
        // Columns of all tables first: that costs nothing, and the queries of the other checks need them.
        read.forEach(this::checkColumns);
        read.forEach(this::checkRange);
        read.forEach(this::noteFullScan);
        read.stream()
                .filter(table -> snapshot.transaction(table).database().reader() == Reader.PAGES)
                .forEach(table -> snapshot.whole(table).check(ExitCode.REFUSED));
        return new SourceCheck(notes);
    }

    private void checkColumns(SourceTable table) {
        TableLayout layout = Objects.requireNonNull(layouts.get(table.name()));
        if (!layout.exists()) {
            throw missing(table, "table-missing", "has no table " + table.table());
        }
        List<String> absent = new ArrayList<>();
        for (SourceTable.Column column : table.columns()) {
            if (TableQuery.isOn(column, options) && !layout.has(column.name())) {
                if (!column.optional()) {
                    throw missing(
                            table,
                            "column-missing",
                            "has no column " + column.name() + " in its table " + table.table());
                }
                absent.add(column.name());
            }
        }
        if (!absent.isEmpty()) {
            notes.add("table " + table.table() + " of the " + table.database() + " database lacks "
                    + String.join(", ", absent) + ", as in older versions: they are read as NULL");
        }
    }

    private void checkRange(SourceTable table) {
        if (table.read() instanceof SourceTable.ByRange by) {
            RangeEnds ends = new RangeEnds(snapshot.transaction(table), table, by);
            ends.first();
            ends.last();
            ends.checkKeys();
        }
    }

    private void noteFullScan(SourceTable table) {
        ReadTransaction transaction = snapshot.transaction(table);
        try (var statement = transaction.prepare(
                "EXPLAIN QUERY PLAN " + snapshot.query(table).select())) {
            ResultSet step = statement.executeQuery();
            while (step.next()) {
                if (step.getString("detail").startsWith("SCAN ")) {
                    notes.add("table " + table.table() + " of the " + table.database()
                            + " database has no index for the rows of a range: each partition reads all of it");
                    return;
                }
            }
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.REFUSED, e);
        }
    }

    private ExporterException missing(SourceTable table, String code, String what) {
        SqliteDatabase database = snapshot.transaction(table).database();
        return ExporterException.refused(
                code,
                "the " + table.database() + " database " + what,
                database.where() + ", table " + table.table(),
                "Check that the option names the right database, and that its version is one that the dataset reads");
    }
}
