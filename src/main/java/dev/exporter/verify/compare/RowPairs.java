package dev.exporter.verify.compare;

import dev.exporter.plan.TableSpec;
import dev.exporter.verify.row.RowValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of one key, as the source has them and as the table has them. Not thread-safe.
 *
 * @param source to be added to
 * @param table to be added to
 */
record RowPairs(TableSpec spec, List<RowValues> source, List<RowValues> table) {
    RowPairs(TableSpec spec) {
        this(spec, new ArrayList<>(), new ArrayList<>());
    }

    /** A row that shows the difference, for people. */
    String text(Kind kind) {
        return switch (kind) {
            case LOST -> first(source, table);
            case SURPLUS, PRUNED -> first(table, source);
            case REPEATED -> table.isEmpty() ? "" : table.get(0).text(names());
            case CHANGED -> changed();
        };
    }

    /** The first row of one side without an equal on the other. */
    private String first(List<RowValues> rows, List<RowValues> others) {
        List<RowValues> left = new ArrayList<>(others);
        for (RowValues row : rows) {
            Optional<RowValues> equal = left.stream()
                    .filter(other -> other.differing(row).isEmpty())
                    .findFirst();
            if (equal.isEmpty()) {
                return row.text(names());
            }
            left.remove(equal.get());
        }
        return rows.isEmpty() ? "" : rows.get(0).text(names());
    }

    private String changed() {
        for (RowValues row : source) {
            if (table.stream().anyMatch(other -> other.differing(row).isEmpty())) {
                continue;
            }
            Optional<RowValues> same = table.stream()
                    .filter(other -> other.isSame(row, spec.sort()))
                    .findFirst()
                    .or(() -> table.stream()
                            .filter(other -> other.isSame(row, spec.key()))
                            .findFirst());
            if (same.isPresent()) {
                return row.text(names()) + ": " + changes(row, same.get());
            }
        }
        return source.isEmpty() ? "" : source.get(0).text(names());
    }

    private static String changes(RowValues row, RowValues other) {
        List<String> changes = new ArrayList<>();
        for (String column : row.differing(other)) {
            changes.add(
                    column + " is " + row.text(column) + " in the source and " + other.text(column) + " in the table");
        }
        return String.join(", ", changes);
    }

    /** The columns that name a row. */
    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>(spec.sort());
        names.addAll(spec.key());
        return names;
    }
}
