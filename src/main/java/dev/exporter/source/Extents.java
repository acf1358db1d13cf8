package dev.exporter.source;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.SourceTable;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Finds how far the databases of a snapshot reach. */
final class Extents {
    private final Dataset dataset;
    private final Map<String, String> options;
    private final SourceSnapshot snapshot;

    Extents(Dataset dataset, Map<String, String> options, SourceSnapshot snapshot) {
        this.dataset = dataset;
        this.options = options;
        this.snapshot = snapshot;
    }

    Extent extent() {
        Map<String, Long> highest = new HashMap<>();
        for (SourceTable table : dataset.sources()) {
            if (table.read() instanceof SourceTable.ByRange by && dataset.reads(table, options)) {
                ends(table, by).last().ifPresent(last -> highest.merge(table.database(), last, Math::max));
            }
        }
        SourceTable of = dataset.source(dataset.range().of());
        if (!(of.read() instanceof SourceTable.ByRange by)) {
            throw new IllegalArgumentException(of.name() + " defines the range but is not read by range");
        }
        OptionalLong latest =
                highest.values().stream().mapToLong(Long::longValue).min();
        return new Extent(ends(of, by).first(), ends(of, by).last(), latest);
    }

    private RangeEnds ends(SourceTable table, SourceTable.ByRange by) {
        return new RangeEnds(snapshot.transaction(table), table, by);
    }
}
