package dev.exporter.plan.tables;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a table.
 *
 * @param rows a value for each column: null, a Boolean, a Number, a byte array or a String
 * @param hasMore whether further rows follow
 */
public record RowsPage(List<TableDetail.Column> columns, List<List<@Nullable Object>> rows, boolean hasMore) {
    public RowsPage {
        columns = List.copyOf(columns);
        List<List<@Nullable Object>> copies = new ArrayList<>();
        rows.forEach(row -> copies.add(Collections.unmodifiableList(new ArrayList<>(row))));
        rows = Collections.unmodifiableList(copies);
    }
}
