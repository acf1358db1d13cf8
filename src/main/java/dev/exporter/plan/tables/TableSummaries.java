package dev.exporter.plan.tables;

import dev.exporter.plan.Problem;
import java.util.List;

/**
 * All tables of a warehouse at a glance.
 *
 * @param tables that can be read, by name
 * @param unreadable the others, by name: one of them hides none of the rest
 */
public record TableSummaries(List<TableSummary> tables, List<Unreadable> unreadable) {
    public TableSummaries {
        tables = List.copyOf(tables);
        unreadable = List.copyOf(unreadable);
    }

    /** A table that cannot be read, and why not. */
    public record Unreadable(String name, Problem problem) {}
}
