package dev.exporter.query;

import dev.exporter.warehouse.table.CommittedFile.Metrics;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which files can hold the first rows in the order of a column, NULLs last. Each file has a row at its bound, so the bounds
 * of as many files as there are wanted rows tell a value that no row behind it is needed.
 *
 * @param metrics what the manifests say of the column; of a file that is not among them nothing is known
 * @param descending whether the largest value is the first
 */
record FirstFiles(Map<Path, Metrics> metrics, boolean descending) {
    /** The files, in their order, but for those without which the first rows would be the same. */
    List<Path> of(List<Path> files, long wanted) {
        Comparator<Object> ascending = FirstFiles::compare;
        Comparator<Object> order = descending ? ascending.reversed() : ascending;
        List<Object> sure = new ArrayList<>();
        for (Path file : files) {
            bound(file).map(this::reached).ifPresent(sure::add);
        }
        if (sure.size() < wanted) {
            return files;
        }
        sure.sort(order);
        Object last = sure.get(Math.toIntExact(wanted - 1));
        return files.stream().filter(file -> canPrecede(file, last, order)).toList();
    }

    private boolean canPrecede(Path file, Object last, Comparator<Object> order) {
        Optional<Object> bound = bound(file);
        return bound.isPresent() ? order.compare(bound.get(), last) <= 0 : !hasOnlyNulls(file);
    }

    private boolean hasOnlyNulls(Path file) {
        Metrics known = metrics.get(file);
        return known != null
                && known.values() != null
                && known.nulls() != null
                && known.values().equals(known.nulls());
    }

    /** The bound at the end that comes first; empty where it is not known, or of a type with values beyond any bound. */
    private Optional<Object> bound(Path file) {
        Metrics known = metrics.get(file);
        if (known == null) {
            return Optional.empty();
        }
        @Nullable Object bound = descending ? known.upper() : known.lower();
        // NaN, of the other types, is in no bound.
        boolean isOrdered = bound instanceof Long
                || bound instanceof Boolean
                || bound instanceof BigInteger
                || bound instanceof byte[];
        return isOrdered ? Optional.ofNullable(bound) : Optional.empty();
    }

    /** A value that a row of a file surely reaches; null where there is none. */
    private @Nullable Object reached(Object bound) {
        if (!(bound instanceof byte[] bytes)) {
            return bound;
        }
        return descending ? beforeCut(bytes) : afterCut(bytes);
    }

    /**
     * Bounds of text and bytes may be cut off. An upper one then ends with a character that is one higher than its
     * value's: what is before that, the value has.
     */
    private static byte[] beforeCut(byte[] upper) {
        int end = upper.length - 1;
        while (end > 0 && (upper[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(upper, Math.max(end, 0));
    }

    /** A lower bound that is cut off begins its value; this is the first that it does not begin. */
    private static byte @Nullable [] afterCut(byte[] lower) {
        int end = lower.length - 1;
        while (end >= 0 && lower[end] == (byte) 0xFF) {
            end--;
        }
        if (end < 0) {
            return null;
        }
        byte[] after = Arrays.copyOf(lower, end + 1);
        after[end]++;
        return after;
    }

    private static int compare(Object one, Object other) {
        if (one instanceof byte[] bytes && other instanceof byte[] others) {
            return Arrays.compareUnsigned(bytes, others);
        }
        if (one instanceof Boolean flag && other instanceof Boolean flags) {
            return Boolean.compare(flag, flags);
        }
        if (one instanceof BigInteger number && other instanceof BigInteger numbers) {
            return number.compareTo(numbers);
        }
        return Long.compare((Long) one, (Long) other);
    }
}
