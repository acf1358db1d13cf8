package dev.exporter.dashboard.view;

import dev.exporter.plan.tables.TableSummaries;

/**
 * A table that cannot be read, at a glance.
 *
 * @param message why not
 * @param remedy what to do; may be empty
 */
public record UnreadableRow(String name, String href, String message, String remedy) {
    public static UnreadableRow of(TableSummaries.Unreadable table) {
        return new UnreadableRow(
                table.name(),
                "/tables/" + table.name(),
                table.problem().message(),
                table.problem().remedy());
    }
}
