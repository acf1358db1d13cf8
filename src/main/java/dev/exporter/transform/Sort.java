package dev.exporter.transform;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.hash.RowDigest;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.RowSpan;
import dev.exporter.transform.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes sorted tables: SQL, order, content hash, and the order again where the first one was not total.
 *
 * <p>First rows are sorted by what is cheap: the table's working order, or its sort columns. The pass that computes
 * the content hash sees whether they ascend. Where they do not, because rows tie or because the working order does not
 * keep its promise, they are sorted by all columns: such rows are faults of the source and rare, and this order costs
 * a multiple.
 */
final class Sort {
    private final Session session;
    private final TableSpec table;

    Sort(Session session, TableSpec table) {
        this.session = session;
        this.table = table;
    }

    /** The table's name within a session. No source table can have it: theirs are letters, digits and underscores. */
    static String name(TableSpec table) {
        return "sorted " + table.name();
    }

    static String ascending(List<String> columns) {
        return columns.stream()
                .map(column -> Sql.identifier(column) + " ASC NULLS FIRST")
                .collect(Collectors.joining(", "));
    }

    /** Sorts what the table's SQL gives. */
    RowSpan sort() {
        List<String> order = table.working().order().isEmpty()
                ? table.sort()
                : table.working().order();
        return create(name(table), made(), workingNames(), order);
    }

    /** Sorts what the table's SQL gives together with rows that are carried over. */
    RowSpan sort(Carry carry) {
        return carry.files().isEmpty()
                ? sort()
                : create(name(table), made() + " UNION ALL " + carried(carry, true), workingNames(), table.sort());
    }

    /** Sorts {@code rows}, which are another session's, together with rows that are carried over. */
    RowSpan sort(RowSpan rows, Carry carry) {
        return carry.files().isEmpty()
                ? rows
                : create(
                        name(table),
                        "SELECT " + names(Stream.of()) + rows.from() + " UNION ALL " + carried(carry, false),
                        Stream.of(),
                        table.sort());
    }

    /** Sorts what the table's SQL gives by the declared order, whatever the working one promised. */
    RowSpan sortAnew() {
        session.dropTable(name(table));
        return create(name(table), made(), workingNames(), table.sort());
    }

    /** Passes over the rows, brings them into their final order where they are not, and checks them. */
    SortedTable checked(RowSpan rows) {
        RowDigest.Result digest = RowDigest.of(session.connection(), session.allocator(), table, rows);
        refuseMissing(rows, digest);
        RowSpan ordered = rows;
        if (!digest.ascending()) {
            ordered = create(
                    name(table) + ", ordered", "SELECT " + names(Stream.of()) + rows.from(), Stream.of(), totalOrder());
            if (rows.table().equals(session.qualified(name(table)))) {
                session.dropTable(name(table));
            }
        }
        return new SortedTable(session, table, ordered, digest.hash(), digest.canonicalBytes());
    }

    private RowSpan create(String name, String rows, Stream<String> working, List<String> order) {
        long count = session.executeHeavy(
                "CREATE TABLE " + session.qualified(name) + " AS SELECT " + names(working) + " FROM (" + rows
                        + ") ORDER BY " + ascending(order),
                "the sort of table " + table.name());
        return new RowSpan(session.qualified(name), 0, count);
    }

    /** The dataset's SQL with each column in its type. It stands on lines of its own, as its last may be a comment. */
    private String made() {
        Stream<String> working =
                table.working().columns().stream().map(column -> Sql.cast(column.name(), column.type()));
        return "SELECT " + casts(working) + " FROM (\n" + table.sql() + "\n)";
    }

    private String carried(Carry carry, boolean withWorking) {
        Stream<String> working = table.working().columns().stream()
                .filter(column -> withWorking)
                .map(column -> "CAST(NULL AS " + Sql.type(column.type()) + ")");
        String key = Sql.identifier(carry.keyColumn());
        return "SELECT " + casts(working) + " FROM " + ParquetSql.read(table, carry.files()) + " WHERE " + key + " < "
                + carry.except().first() + " OR " + key + " > " + carry.except().last();
    }

    private String casts(Stream<String> working) {
        Stream<String> columns = table.columns().stream().map(column -> Sql.cast(column.name(), column.type()));
        return Stream.concat(columns, working).collect(Collectors.joining(", "));
    }

    private String names(Stream<String> working) {
        return Sql.identifiers(Stream.concat(table.columns().stream().map(ColumnSpec::name), working)
                .toList());
    }

    private Stream<String> workingNames() {
        return table.working().columns().stream().map(TableSpec.Working.Column::name);
    }

    private List<String> totalOrder() {
        Set<String> order = new LinkedHashSet<>(table.sort());
        order.addAll(table.tieBreak());
        table.columns().forEach(column -> order.add(column.name()));
        return new ArrayList<>(order);
    }

    private void refuseMissing(RowSpan rows, RowDigest.Result digest) {
        for (ColumnSpec column : table.columns()) {
            long missing = digest.missing().getOrDefault(column.name(), 0L);
            if (missing > 0) {
                throw ExporterException.failed(
                        "required-value-missing",
                        missing + " rows have no value in the required column " + column.name() + ", the first with "
                                + RowText.first(session, rows, table.sort(), column.name()),
                        "table " + table.name(),
                        "Correct the rows in the source, or the dataset's SQL",
                        null);
            }
        }
    }
}
