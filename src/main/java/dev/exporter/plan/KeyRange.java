package dev.exporter.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of range-key values (block heights for a gateway); both ends are included.
 *
 * @param first the lowest key of the range
 * @param last the highest key of the range, at least {@code first}
 */
public record KeyRange(long first, long last) implements Comparable<KeyRange> {
    public KeyRange {
        if (first > last) {
            throw new IllegalArgumentException("first " + first + " > last " + last);
        }
    }

    /** Reads the text that {@link #toString()} writes, for example {@code 1000000-1000999}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static KeyRange parse(String text) {
        int dash = text.indexOf('-', 1);
        if (dash < 0) {
            throw new IllegalArgumentException("not a range: " + text);
        }
        return new KeyRange(Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    public boolean contains(long key) {
        return first <= key && key <= last;
    }

    public boolean contains(KeyRange other) {
        return first <= other.first && other.last <= last;
    }

    public boolean overlaps(KeyRange other) {
        return first <= other.last && other.first <= last;
    }

    /** The keys that both ranges hold; the ranges must overlap. */
    public KeyRange intersection(KeyRange other) {
        return new KeyRange(Math.max(first, other.first), Math.min(last, other.last));
    }

    /**
     * The same keys in as few ranges as can be: those that touch or overlap are one.
     *
     * @param ascending by their first keys
     */
    public static List<KeyRange> joined(List<KeyRange> ascending) {
        List<KeyRange> joined = new ArrayList<>();
        for (KeyRange range : ascending) {
            int end = joined.size() - 1;
            if (end >= 0 && range.first() - 1 <= joined.get(end).last()) {
                KeyRange previous = joined.get(end);
                joined.set(end, new KeyRange(previous.first(), Math.max(previous.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    /** The number of keys in the range. */
    public long length() {
        return last - first + 1;
    }

    @Override
    public int compareTo(KeyRange other) {
        int byFirst = Long.compare(first, other.first);
        return byFirst != 0 ? byFirst : Long.compare(last, other.last);
    }

    /** The form used in folder names, file names and table properties: {@code first-last}. */
    @Override
    @JsonValue
    public String toString() {
        return first + "-" + last;
    }
}
