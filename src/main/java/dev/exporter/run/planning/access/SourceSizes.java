package dev.exporter.run.planning.access;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.forecast.Forecast.SourceForecast;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.source.TableSize;
import java.util.List;
import java.util.Map;

/** How much of each source table a range needs, by samples. */
final class SourceSizes {
    private final Dataset dataset;
    private final Map<String, String> options;
    private final SourceSnapshot snapshot;
    private final KeyRange range;

    SourceSizes(Dataset dataset, Map<String, String> options, SourceSnapshot snapshot, KeyRange range) {
        this.dataset = dataset;
        this.options = options;
        this.snapshot = snapshot;
        this.range = range;
    }

    /** Of the tables that are read under the options, each marked as read by index. */
    List<SourceForecast> all() {
        return dataset.sources().stream()
                .filter(source -> dataset.reads(source, options))
                .map(source -> {
                    TableSize size = snapshot.size(source);
                    return new SourceForecast(
                            source.name(), source.table(), rows(source), size.rows(), size.bytes(), false, "");
                })
                .toList();
    }

    /** The rows that the range needs; of a dictionary they are no more than its users'. */
    private long rows(SourceTable source) {
        long all = snapshot.size(source).rows();
        if (source.read() instanceof SourceTable.ByKey key) {
            long users = key.of().stream()
                    .map(user -> dataset.source(user.source()))
                    .filter(user -> dataset.reads(user, options))
                    .mapToLong(this::rows)
                    .sum();
            return Math.min(all, users);
        }
        return Math.round(all * snapshot.share(source, range));
    }
}
