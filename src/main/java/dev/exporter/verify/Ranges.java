package dev.exporter.verify;

import dev.exporter.plan.KeyRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Arithmetic on ascending ranges that do not overlap. */
final class Ranges {
    private static final int MOST_SHOWN = 20;

    private Ranges() {}

    /** The parts of {@code ranges} that lie in {@code within}. */
    static List<KeyRange> within(Collection<KeyRange> ranges, KeyRange within) {
        return ranges.stream()
                .filter(within::overlaps)
                .map(within::intersection)
                .toList();
    }

    /** The parts of {@code ranges} that lie in none of {@code holes}, which ascend. */
    static List<KeyRange> without(Collection<KeyRange> ranges, Collection<KeyRange> holes) {
        List<KeyRange> left = new ArrayList<>();
        for (KeyRange range : ranges) {
            long next = range.first();
            for (KeyRange hole : within(holes, range)) {
                if (hole.first() > next) {
                    left.add(new KeyRange(next, hole.first() - 1));
                }
                next = hole.last() + 1;
            }
            if (next <= range.last()) {
                left.add(new KeyRange(next, range.last()));
            }
        }
        return left;
    }

    /** Ranges that touch as one. */
    static List<KeyRange> joined(Collection<KeyRange> ranges) {
        List<KeyRange> joined = new ArrayList<>();
        for (KeyRange range : ranges.stream().sorted().toList()) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).last() + 1 == range.first()) {
                joined.set(last, new KeyRange(joined.get(last).first(), range.last()));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    /** Ranges as people read them: {@code 5, 7-9}. */
    static String text(List<KeyRange> ranges) {
        String shown = ranges.stream()
                .limit(MOST_SHOWN)
                .map(range -> range.length() == 1 ? Long.toString(range.first()) : range.toString())
                .collect(Collectors.joining(", "));
        return ranges.size() <= MOST_SHOWN ? shown : shown + " and " + (ranges.size() - MOST_SHOWN) + " more";
    }

    static long length(Collection<KeyRange> ranges) {
        return ranges.stream().mapToLong(KeyRange::length).sum();
    }
}
