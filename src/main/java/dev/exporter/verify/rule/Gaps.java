package dev.exporter.verify.rule;

import dev.exporter.plan.KeyRange;
import java.util.ArrayList;
import java.util.List;

/** Finds the keys of some ranges that are not there. Takes those that are, ascending. */
public final class Gaps {
    private final List<KeyRange> ranges;
    private final List<KeyRange> gaps = new ArrayList<>();
    /** The range that is being looked at, and the first of its keys that is not known to be there. */
    private int at;

    private long next;

    /** @param ranges ascending, not overlapping */
    public Gaps(List<KeyRange> ranges) {
        this.ranges = List.copyOf(ranges);
        this.next = ranges.isEmpty() ? 0 : ranges.get(0).first();
    }

    /** The next key that is there; one of no range is passed over. */
    public void next(long key) {
        while (at < ranges.size() && ranges.get(at).last() < key) {
            endRange();
        }
        if (at < ranges.size() && key >= next) {
            if (key > next) {
                gaps.add(new KeyRange(next, key - 1));
            }
            next = key + 1;
        }
    }

    /** All gaps, once all keys were given. */
    public List<KeyRange> all() {
        while (at < ranges.size()) {
            endRange();
        }
        return List.copyOf(gaps);
    }

    private void endRange() {
        KeyRange range = ranges.get(at);
        if (next <= range.last()) {
            gaps.add(new KeyRange(next, range.last()));
        }
        at++;
        if (at < ranges.size()) {
            next = ranges.get(at).first();
        }
    }
}
