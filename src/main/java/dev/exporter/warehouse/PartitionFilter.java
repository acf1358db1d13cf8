package dev.exporter.warehouse;

import dev.exporter.plan.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The filter that matches the rows of whole partitions, and of no others. */
final class PartitionFilter {
    private PartitionFilter() {}

    /** Neighbours become one range, so that the usual filter is one range however many partitions it has. */
    static Expression of(String column, List<KeyRange> partitions) {
        List<KeyRange> ascending = new ArrayList<>(partitions);
        ascending.sort(null);
        List<Expression> ranges = new ArrayList<>();
        for (KeyRange range : Coverage.joined(ascending)) {
            ranges.add(Expressions.and(
                    Expressions.greaterThanOrEqual(column, range.first()),
                    Expressions.lessThanOrEqual(column, range.last())));
        }
        return ranges.isEmpty() ? Expressions.alwaysFalse() : any(ranges);
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
