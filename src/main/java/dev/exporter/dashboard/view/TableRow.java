package dev.exporter.dashboard.view;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.plan.tables.TableSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A table at a glance.
 *
 * @param newest the highest key that was exported
 * @param gaps in words; empty where there is none
 * @param committed null where it has no snapshot
 */
public record TableRow(
        String name,
        String href,
        String rows,
        String files,
        String bytes,
        String partitions,
        String newest,
        String gaps,
        String snapshots,
        @Nullable Moment committed) {
    public static TableRow of(TableSummary table, Instant now) {
        return new TableRow(
                table.name(),
                "/tables/" + table.name(),
                Amounts.count(table.rows()),
                Amounts.count(table.files()),
                Amounts.bytes(table.bytes()),
                Amounts.count(table.partitions()),
                table.newestKey().isPresent() ? Amounts.count(table.newestKey().getAsLong()) : "–",
                gaps(table),
                Amounts.count(table.snapshots()),
                table.committed().map(at -> Moment.of(at, now)).orElse(null));
    }

    private static String gaps(TableSummary table) {
        if (table.gaps().isEmpty()) {
            return "";
        }
        return table.gaps().size() == 1
                ? Ranges.text(table.gaps().get(0))
                : Amounts.counted(table.gaps().size(), "range");
    }
}
