package dev.exporter.source;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.ReadTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds the databases of a snapshot against what a dataset reads of them. */
final class SourceChecks {
    private final Dataset dataset;
    private final Map<String, String> options;
    private final RequiredColumns columns;
    private final SourceSnapshot snapshot;
    private final List<String> notes = new ArrayList<>();

    SourceChecks(Dataset dataset, Map<String, String> options, RequiredColumns columns, SourceSnapshot snapshot) {
        this.dataset = dataset;
        this.options = options;
        this.columns = columns;
        this.snapshot = snapshot;
    }

    SourceCheck check() {
        List<SourceTable> read = dataset.sources().stream()
                .filter(table -> dataset.reads(table, options))
                .toList();
        read.forEach(this::noteAbsent);
        read.forEach(this::checkRange);
        read.forEach(this::noteFullScan);
        read.stream()
                .filter(table -> snapshot.transaction(table).database().reader() == Reader.PAGES)
                .forEach(table -> snapshot.whole(table).check(ExitCode.REFUSED));
        return new SourceCheck(notes);
    }

    private void noteAbsent(SourceTable table) {
        List<String> absent = columns.absentOptional(table);
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
}
