package dev.exporter.api.metrics;

import dev.exporter.operations.Tables;
import dev.exporter.plan.tables.TableSummaries;
import dev.exporter.plan.tables.TableSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/** Figures of the tables. */
final class TableFigures {
    private final Tables tables;
    private final Labels names = new Labels();
    private final MultiGauge rows;
    private final MultiGauge bytes;
    private final MultiGauge files;
    private final MultiGauge snapshots;
    private final MultiGauge newest;
    private final MultiGauge gaps;
    private final MultiGauge committed;
    private final MultiGauge readable;

    TableFigures(Tables tables, MeterRegistry registry) {
        this.tables = tables;
        this.rows = gauge(registry, "rows", "Rows of a table");
        this.bytes = gauge(registry, "bytes", "Bytes of a table's live files");
        this.files = gauge(registry, "files", "Live files of a table");
        this.snapshots = gauge(registry, "snapshots", "Retained snapshots of a table");
        this.newest = gauge(registry, "newest.key", "The highest key that was exported, for example a block height");
        this.gaps = gauge(registry, "gaps", "Ranges below the highest key that were not exported");
        this.committed = gauge(registry, "last.commit.timestamp.seconds", "When a table was last committed to");
        this.readable = gauge(registry, "readable", "1, or 0 where a table cannot be read and has no other figures");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("exporter.table." + name)
                .description(description)
                .register(registry);
    }

    void refresh() {
        Sums rowSums = new Sums();
        Sums byteSums = new Sums();
        Sums fileSums = new Sums();
        Sums snapshotSums = new Sums();
        Sums newestKeys = new Sums();
        Sums gapSums = new Sums();
        Sums commits = new Sums();
        Sums reads = new Sums();
        TableSummaries all = tables.summaries();
        all.unreadable().forEach(table -> reads.add(tags(table.name()), 0));
        for (TableSummary table : all.tables()) {
            Tags tags = tags(table.name());
            reads.add(tags, 1);
            rowSums.add(tags, table.rows());
            byteSums.add(tags, table.bytes());
            fileSums.add(tags, table.files());
            snapshotSums.add(tags, table.snapshots());
            gapSums.add(tags, table.gaps().size());
            table.newestKey().ifPresent(key -> newestKeys.add(tags, key));
            table.committed().ifPresent(at -> commits.add(tags, at.toEpochMilli() / 1000.0));
        }
        rowSums.register(rows);
        byteSums.register(bytes);
        fileSums.register(files);
        snapshotSums.register(snapshots);
        newestKeys.register(newest);
        gapSums.register(gaps);
        commits.register(committed);
        reads.register(readable);
    }

    private Tags tags(String table) {
        return Tags.of("table", names.of(table));
    }
}
