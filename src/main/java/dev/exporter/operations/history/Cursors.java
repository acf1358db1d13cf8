package dev.exporter.operations.history;

import dev.exporter.operations.jobs.PartitionFilter;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.plan.ExporterException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Pages of lists. */
final class Cursors {
    private static final int MOST = 1000;

    private Cursors() {}

    static long number(String cursor) {
        if (!cursor.matches("\\d{1,18}")) {
            throw ExporterException.refused("cursor-invalid", "'" + cursor + "' is not a cursor", "", "");
        }
        return Long.parseLong(cursor);
    }

    static int limit(int asked) {
        return Math.max(1, Math.min(MOST, asked));
    }

    /** A page of partitions; its cursor is how many came before. */
    static PartitionSummary.Page page(
            List<PartitionSummary> all, PartitionFilter filter, Optional<String> cursor, int limit) {
        List<PartitionSummary> chosen = all.stream()
                .filter(one -> filter.states().isEmpty() || filter.states().contains(one.state()))
                .sorted(order(filter.order()))
                .toList();
        int from = (int) Math.min(chosen.size(), cursor.map(Cursors::number).orElse(0L));
        int to = Math.min(chosen.size(), from + limit(limit));
        return new PartitionSummary.Page(
                chosen.subList(from, to),
                to < chosen.size() ? Optional.of(Integer.toString(to)) : Optional.empty(),
                chosen.size());
    }

    private static Comparator<PartitionSummary> order(PartitionFilter.Order order) {
        Comparator<PartitionSummary> byKey = Comparator.comparing(PartitionSummary::partition);
        return switch (order) {
            case KEY -> byKey;
            case FAILED_FIRST -> Comparator.comparingInt(Cursors::urgency).thenComparing(byKey);
            case SLOWEST ->
                Comparator.comparing(PartitionSummary::elapsed).reversed().thenComparing(byKey);
        };
    }

    private static int urgency(PartitionSummary partition) {
        return switch (partition.state()) {
            case FAILED -> 0;
            case INTERRUPTED -> 1;
            case STOPPED -> 2;
            case RUNNING -> 3;
            case PENDING -> 4;
            case COMPLETED -> 5;
        };
    }
}
