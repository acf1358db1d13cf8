package dev.exporter.dashboard.view.tables;

import dev.exporter.dashboard.view.TableRow;
import dev.exporter.plan.tables.TableSummary;
import java.time.Instant;
import java.util.List;

/** All tables at a glance. */
public record TablesView(List<TableRow> tables) {
    public static TablesView of(List<TableSummary> tables, Instant now) {
        return new TablesView(
                tables.stream().map(table -> TableRow.of(table, now)).toList());
    }
}
