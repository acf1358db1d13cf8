package dev.exporter.run.planning;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reading;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.SourceSnapshot;
import java.util.List;
import java.util.Map;

/** Decides for each source table whether its rows are found by index or by scanning it. */
final class AccessPlan {
    /** Above this share of its rows a table is scanned: finding a row by index costs about seven times as much. */
    private static final double SCAN_FROM = 0.15;

    private final Dataset dataset;
    private final Map<String, String> options;
    private final Reading.By by;

    AccessPlan(Dataset dataset, Map<String, String> options, Reading.By by) {
        this.dataset = dataset;
        this.options = options;
        this.by = by;
    }

    /** The names of the tables that are scanned for {@code range}. */
    List<String> scanned(SourceSnapshot snapshot, KeyRange range) {
        return dataset.sources().stream()
                .filter(source -> dataset.reads(source, options))
                .filter(source -> isScanned(snapshot, source, range))
                .map(SourceTable::name)
                .toList();
    }

    private boolean isScanned(SourceSnapshot snapshot, SourceTable source, KeyRange range) {
        return switch (by) {
            case INDEX -> false;
            case SCAN -> true;
            case AUTO -> share(snapshot, source, range) >= SCAN_FROM;
        };
    }

    /** How much of a table the range needs: a child's rows are as its parent's, a dictionary's as its users'. */
    private double share(SourceSnapshot snapshot, SourceTable source, KeyRange range) {
        if (source.read() instanceof SourceTable.ByParent parent) {
            return share(snapshot, dataset.source(parent.parent()), range);
        }
        if (source.read() instanceof SourceTable.ByKey key) {
            return key.of().stream()
                    .map(user -> dataset.source(user.source()))
                    .filter(user -> dataset.reads(user, options))
                    .mapToDouble(user -> share(snapshot, user, range))
                    .max()
                    .orElse(0);
        }
        long all = snapshot.count(source, new KeyRange(0, Long.MAX_VALUE));
        return all == 0 ? 0 : (double) snapshot.count(source, range) / all;
    }
}
