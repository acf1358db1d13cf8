package dev.exporter.warehouse.table;

import dev.exporter.plan.KeyRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which keys from 0 on have been exported. Written as the highest exported key (the watermark) and the ranges below it
 * that no run has exported (the gaps). Negative keys are not kept.
 *
 * @param ranges ascending, neither overlapping nor adjacent
 */
record Coverage(List<KeyRange> ranges) {
    Coverage {
        ranges = List.copyOf(ranges);
    }

    static Coverage parse(@Nullable String watermark, @Nullable String gaps) {
        if (watermark == null) {
            return new Coverage(List.of());
        }
        List<KeyRange> covered = new ArrayList<>();
        long next = 0;
        for (String gap : gaps == null || gaps.isEmpty() ? new String[0] : gaps.split(",")) {
            KeyRange range = KeyRange.parse(gap);
            if (range.first() > next) {
                covered.add(new KeyRange(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        covered.add(new KeyRange(next, Long.parseLong(watermark)));
        return new Coverage(covered);
    }

    Coverage plus(Collection<KeyRange> more) {
        List<KeyRange> sorted = new ArrayList<>(ranges);
        more.stream()
                .filter(range -> range.last() >= 0)
                .map(range -> new KeyRange(Math.max(0, range.first()), range.last()))
                .forEach(sorted::add);
        sorted.sort(null);
        return new Coverage(KeyRange.joined(sorted));
    }

    OptionalLong watermark() {
        return ranges.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(ranges.get(ranges.size() - 1).last());
    }

    /** The gaps as {@code a-b,c-d}; empty where there is none. */
    String gaps() {
        List<KeyRange> gaps = new ArrayList<>();
        long next = 0;
        for (KeyRange range : ranges) {
            if (range.first() > next) {
                gaps.add(new KeyRange(next, range.first() - 1));
            }
            next = range.last() + 1;
        }
        return gaps.stream().map(KeyRange::toString).collect(Collectors.joining(","));
    }
}
