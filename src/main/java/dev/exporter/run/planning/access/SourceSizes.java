package dev.exporter.run.planning.access;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.forecast.Forecast.SourceForecast;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.source.TableSize;
import java.util.List;
import java.util.Map;

/** How much of each source table some ranges need, by samples. */
final class SourceSizes {
    /** Asking for each of a thousand would take longer than most of them take to be read. */
    private static final int ASKED = 20;

    private final Dataset dataset;
    private final Map<String, String> options;
    private final SourceSnapshot snapshot;
    private final List<KeyRange> ranges;

    /** @param ranges that do not overlap, at least one */
    SourceSizes(Dataset dataset, Map<String, String> options, SourceSnapshot snapshot, List<KeyRange> ranges) {
        this.dataset = dataset;
        this.options = options;
        this.snapshot = snapshot;
        this.ranges = List.copyOf(ranges);
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

    /** The rows that the ranges need; of a dictionary they are no more than its users'. */
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
        return Math.round(all * Math.min(1, share(source)));
    }

    /** Of many ranges, some that are spread over them speak for all. */
    private double share(SourceTable source) {
        int step = (ranges.size() - 1) / ASKED + 1;
        double share = 0;
        long asked = 0;
        long keys = 0;
        for (int i = 0; i < ranges.size(); i++) {
            keys += ranges.get(i).length();
            if (i % step == 0) {
                share += snapshot.share(source, ranges.get(i));
                asked += ranges.get(i).length();
            }
        }
        return share * keys / asked;
    }
}
