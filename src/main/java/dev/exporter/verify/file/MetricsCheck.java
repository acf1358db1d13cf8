package dev.exporter.verify.file;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.verification.Finding;
import dev.exporter.warehouse.table.CommittedFile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds what a manifest says of a file's columns against the file's values. */
final class MetricsCheck {
    private final PartitionFiles partition;
    private final CommittedFile file;
    private final FileValues values;
    private final List<Finding> differences = new ArrayList<>();

    private MetricsCheck(PartitionFiles partition, CommittedFile file, FileValues values) {
        this.partition = partition;
        this.file = file;
        this.values = values;
    }

    /** The field ids of columns of which a manifest gives bounds. */
    static Set<Integer> bounded(CommittedFile file) {
        Set<Integer> ids = new HashSet<>();
        file.columns().forEach((id, metrics) -> {
            if (metrics.lower() != null || metrics.upper() != null) {
                ids.add(id);
            }
        });
        return ids;
    }

    static List<Finding> differences(PartitionFiles partition, CommittedFile file, FileValues values) {
        MetricsCheck check = new MetricsCheck(partition, file, values);
        check.compare();
        return check.differences;
    }

    private void compare() {
        for (ColumnSpec column : partition.table().columns()) {
            CommittedFile.@Nullable Metrics said = file.columns().get(column.id());
            FileValues.@Nullable Column is = values.columns().get(column.id());
            if (said != null && is != null) {
                compare(column, said, is);
            }
        }
    }

    private void compare(ColumnSpec column, CommittedFile.Metrics said, FileValues.Column is) {
        String of = " of column " + column.name();
        if (said.nulls() != null && said.nulls() != is.nulls()) {
            differ("null-count", "the manifest has another null count" + of, said.nulls(), is.nulls());
        }
        if (column.required() && is.nulls() > 0) {
            differ("null-in-required", "NULLs in the required column " + column.name(), 0, is.nulls());
        }
        if (column.name().equals(partition.rangeColumn())) {
            compareKeys(is);
        }
        if (said.lower() != null && is.min() != null && !isLower(said.lower(), is.min())) {
            differ("lower-bound", "the manifest has a wrong lower bound" + of, shown(said.lower()), shown(is.min()));
        }
        if (said.upper() != null && is.max() != null && !isUpper(said.upper(), is.max())) {
            differ("upper-bound", "the manifest has a wrong upper bound" + of, shown(said.upper()), shown(is.max()));
        }
    }

    private void compareKeys(FileValues.Column keys) {
        if (keys.min() instanceof Long first && keys.max() instanceof Long last) {
            KeyRange is = new KeyRange(first, last);
            if (!partition.bounds().contains(is)) {
                differ(
                        "partition-overlap",
                        "the file has rows of other partitions: " + partition.rangeColumn() + " out of bounds",
                        partition.bounds(),
                        is);
            }
        }
    }

    /** A bound of bytes may be cut short; one of anything else is exact. */
    private static boolean isLower(Object bound, Object min) {
        return bound instanceof byte[] bytes
                ? Arrays.compareUnsigned(bytes, (byte[]) min) <= 0
                : Objects.equals(bound, min);
    }

    private static boolean isUpper(Object bound, Object max) {
        return bound instanceof byte[] bytes
                ? Arrays.compareUnsigned(bytes, (byte[]) max) >= 0
                : Objects.equals(bound, max);
    }

    private static String shown(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 32));
        }
        return value instanceof BigInteger number ? number.toString() : String.valueOf(value);
    }

    private void differ(String code, String message, Object expected, Object found) {
        differences.add(Finding.of(code, partition.table().name(), partition.bounds(), message)
                .in(file.path())
                .expecting(expected, found));
    }
}
