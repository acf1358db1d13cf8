package dev.exporter.warehouse.manifest;

import dev.exporter.plan.KeyRange;
import java.util.List;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The filter that matches the rows of whole partitions, and of no others. */
public final class PartitionFilter {
    private PartitionFilter() {}

    /**
     * Matches the rows whose key lies in one of the ranges; nothing where there is none.
     *
     * @param ranges of whole partitions; neighbours as one range, so that the filter is short
     */
    public static Expression of(String column, List<KeyRange> ranges) {
        List<Expression> matches = ranges.stream()
                .<Expression>map(range -> Expressions.and(
                        Expressions.greaterThanOrEqual(column, range.first()),
                        Expressions.lessThanOrEqual(column, range.last())))
                .toList();
        return matches.isEmpty() ? Expressions.alwaysFalse() : any(matches);
    }

    /** Halves again and again: Iceberg walks expressions by recursion, and a chain would be as deep as it is long. */
    private static Expression any(List<Expression> ranges) {
        if (ranges.size() == 1) {
            return ranges.get(0);
        }
        int half = ranges.size() / 2;
        return Expressions.or(any(ranges.subList(0, half)), any(ranges.subList(half, ranges.size())));
    }
}
