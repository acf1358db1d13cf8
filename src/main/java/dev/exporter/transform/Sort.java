package dev.exporter.transform;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.hash.RowDigest;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a sorted table: SQL, order, content hash, and the order again where the first one left ties. */
final class Sort {
    private Sort() {}

    static SortedTable of(Session session, TableSpec table, Carry carry) {
        // No source table can have this name: a dataset's names are letters, digits and underscores.
        String name = "sorted " + table.name();
        create(session, name, table, rows(table, carry), table.sort());
        RowDigest.Result digest = RowDigest.of(session.connection(), session.allocator(), table, name);
        refuseMissing(session, table, name, digest);
        if (digest.ties()) {
            // Ties are faults of the source and rare; an order by all columns costs a multiple, so only now.
            String tied = name + ", tied";
            session.execute(
                    "ALTER TABLE " + Sql.identifier(name) + " RENAME TO " + Sql.identifier(tied), "table " + name);
            create(session, name, table, "SELECT " + columns(table) + " FROM " + Sql.identifier(tied), order(table));
            session.dropTable(tied);
        }
        return new SortedTable(session, table, name, digest.hash(), digest.canonicalBytes());
    }

    private static void create(Session session, String name, TableSpec table, String rows, List<String> order) {
        String by = order.stream()
                .map(column -> Sql.identifier(column) + " ASC NULLS FIRST")
                .collect(Collectors.joining(", "));
        session.executeHeavy(
                "CREATE TABLE " + Sql.identifier(name) + " AS SELECT " + columns(table) + " FROM (" + rows
                        + ") ORDER BY " + by,
                "the sort of table " + table.name());
    }

    private static String rows(TableSpec table, Carry carry) {
        String columns = table.columns().stream()
                .map(column -> Sql.cast(column.name(), column.type()))
                .collect(Collectors.joining(", "));
        // The dataset's SQL stands on lines of its own, as its last one may be a comment.
        String made = "SELECT " + columns + " FROM (\n" + table.sql() + "\n)";
        if (carry.files().isEmpty()) {
            return made;
        }
        String key = Sql.identifier(carry.keyColumn());
        return made + " UNION ALL SELECT " + columns + " FROM " + ParquetSql.read(table, carry.files()) + " WHERE "
                + key + " < " + carry.except().first() + " OR " + key + " > "
                + carry.except().last();
    }

    private static void refuseMissing(Session session, TableSpec table, String name, RowDigest.Result digest) {
        for (ColumnSpec column : table.columns()) {
            long missing = digest.missing().getOrDefault(column.name(), 0L);
            if (missing > 0) {
                throw ExporterException.failed(
                        "required-value-missing",
                        missing + " rows have no value in the required column " + column.name() + ", the first with "
                                + RowText.first(session, name, table.sort(), column.name()),
                        "table " + table.name(),
                        "Correct the rows in the source, or the dataset's SQL",
                        null);
            }
        }
    }

    private static List<String> order(TableSpec table) {
        Set<String> order = new LinkedHashSet<>(table.sort());
        order.addAll(table.tieBreak());
        table.columns().forEach(column -> order.add(column.name()));
        return new ArrayList<>(order);
    }

    private static String columns(TableSpec table) {
        return Sql.identifiers(table.columns().stream().map(ColumnSpec::name).toList());
    }
}
