package dev.exporter.dashboard.view.tables;

import dev.exporter.dashboard.view.TableRow;
import dev.exporter.dashboard.view.UnreadableRow;
import dev.exporter.plan.tables.TableSummaries;
import java.time.Instant;
import java.util.List;

/** All tables at a glance: those that can be read, and the others. */
public record TablesView(List<TableRow> tables, List<UnreadableRow> unreadable) {
    public static TablesView of(TableSummaries all, Instant now) {
        return new TablesView(
                all.tables().stream().map(table -> TableRow.of(table, now)).toList(),
                all.unreadable().stream().map(UnreadableRow::of).toList());
    }
}
