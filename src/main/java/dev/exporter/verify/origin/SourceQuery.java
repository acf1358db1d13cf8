package dev.exporter.verify.origin;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.SqlNames;
import dev.exporter.plan.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * SQLite's SQL for the rows that one database has of a table. The sources that the dataset's own SQL names are put before
 * it, so that a column which an older database lacks is NULL there.
 */
final class SourceQuery {
    /** The position of the number that is not 0 where a value may not be of its column's type. */
    static final int ODD_POSITION = 1;

    static final int FIRST_COLUMN_POSITION = 2;

    private final String before;
    private final String sql;

    private SourceQuery(String before, String sql) {
        this.before = before;
        this.sql = sql;
    }

    /** @param columns the columns that each table of the database has, in lower case, by the source's name */
    static SourceQuery of(Dataset dataset, Verification.SourceRows rows, Map<String, Set<String>> columns) {
        String before = dataset.sources().stream()
                .filter(source -> source.database().equals(rows.database()))
                .filter(source -> SqlNames.mentions(rows.sql(), source.name()))
                .map(source -> quoted(source.name()) + " AS NOT MATERIALIZED ("
                        + select(source, columns.getOrDefault(source.name(), Set.of())) + ")")
                .collect(Collectors.joining(", ", "WITH ", "\n"));
        return new SourceQuery(before, rows.sql());
    }

    private static String select(SourceTable source, Set<String> present) {
        // Qualified: SQLite takes a quoted name that is no column for a text.
        return source.columns().stream()
                        .map(column -> present.contains(column.name().toLowerCase(Locale.ROOT))
                                ? "t." + quoted(column.name())
                                : "NULL AS " + quoted(column.name()))
                        .collect(Collectors.joining(", ", "SELECT ", ""))
                + " FROM main." + quoted(source.table()) + " t";
    }

    /** The rows between two keys: a number that tells odd rows, then these columns. */
    String rows(List<ColumnSpec> columns) {
        String names =
                columns.stream().map(column -> "r." + quoted(column.name())).collect(Collectors.joining(", "));
        return before + "SELECT " + odd(columns) + ", " + names + " FROM (\n" + sql + "\n) r";
    }

    /** How many rows there are between two keys. */
    String count() {
        return before + "SELECT count(*) FROM (\n" + sql + "\n)";
    }

    /**
     * Not 0 where a value is not of its column's type, and perhaps without cause. SQLite orders values by their type: NULL,
     * numbers, text, BLOBs (sqlite.org/datatype3.html, 4.1). A real makes a sum real.
     */
    private static String odd(List<ColumnSpec> columns) {
        List<String> conditions = new ArrayList<>();
        StringBuilder sum = new StringBuilder("typeof(0");
        for (ColumnSpec column : columns) {
            String name = "r." + quoted(column.name());
            if (column.type() == ColumnType.Primitive.BINARY) {
                conditions.add("+" + name + " < x''");
            } else if (column.type() == ColumnType.Primitive.STRING || column.type() instanceof ColumnType.Decimal) {
                conditions.add("+" + name + " < '' OR +" + name + " >= x''");
            } else {
                conditions.add("+" + name + " >= ''");
                sum.append(" + ifnull(").append(name).append(", 0)");
            }
        }
        conditions.add(sum + ") <> 'integer'");
        return "CASE WHEN " + String.join(" OR ", conditions) + " THEN 1 ELSE 0 END";
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
