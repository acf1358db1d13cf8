package dev.exporter.transform;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.hash.RowDigest;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.RowSpan;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
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

    /**
     * The name by which fault checks know a table's rows. No source table can have it, or {@link #sorted()}: theirs are
     * letters, digits and underscores.
     */
    static String output(TableSpec table) {
        return "output " + table.name();
    }

    private String sorted() {
        return "sorted " + table.name();
    }

    static String ascending(List<String> columns) {
        return columns.stream()
                .map(column -> Sql.identifier(column) + " ASC NULLS FIRST")
                .collect(Collectors.joining(", "));
    }

    /** Makes what the table's SQL gives, in no order. */
    void make() {
        session.executeHeavy(
                "CREATE TABLE " + session.qualified(output(table)) + " AS " + made(), "table " + table.name());
    }

    void refuseOutside(String keyColumn, KeyRange range) {
        String key = Sql.identifier(keyColumn);
        FaultCount outside = session.check(
                "SELECT count(*) AS faults, 'one with ' || coalesce(min(" + key + ")::VARCHAR, 'NULL') AS example FROM "
                        + session.qualified(output(table)) + " WHERE " + key + " IS NULL OR " + key + " NOT BETWEEN "
                        + range.first() + " AND " + range.last(),
                "table " + table.name());
        if (outside.faults() > 0) {
            throw ExporterException.failed(
                    "required-value-missing",
                    outside.faults() + " rows have no " + keyColumn + " of the range " + range + ", "
                            + outside.example(),
                    "table " + table.name(),
                    "Correct the rows in the source, or the dataset's SQL",
                    null);
        }
    }

    /** Sorts what the table's SQL gives together with rows that are carried over. */
    RowSpan sort(Carry carry) {
        RowSpan sorted = create(sorted(), made(), carried(carry), true);
        session.execute(
                "CREATE VIEW " + session.qualified(output(table)) + " AS FROM " + sorted.table(),
                "table " + table.name());
        return sorted;
    }

    /**
     * Sorts those of {@code rows} that are a partition's, together with rows that are carried over.
     *
     * @param carried SELECTs of {@link #columns()}
     */
    RowSpan sort(OutputRows rows, KeyRange partition, List<String> carried) {
        // Working columns are used for the order only.
        return create(sorted(), "SELECT *" + rows.from(partition), carried, false);
    }

    /** Sorts the rows of data files. */
    RowSpan sort(List<Path> files) {
        String rows = "SELECT " + casts(Stream.of()) + " FROM " + ParquetSql.read(table, files);
        return create(sorted(), rows, Stream.of(), table.sort());
    }

    /** Without carried rows the working order holds, if there is one. */
    private RowSpan create(String name, String rows, List<String> carried, boolean withWorking) {
        if (!carried.isEmpty()) {
            String all = "SELECT " + names(workingNames()) + " FROM (" + rows + ") UNION ALL "
                    + String.join(" UNION ALL ", carried);
            return create(name, all, withWorking ? workingNames() : Stream.of(), table.sort());
        }
        List<String> order = table.working().order().isEmpty()
                ? table.sort()
                : table.working().order();
        return create(name, rows, withWorking ? workingNames() : Stream.of(), order);
    }

    /** Passes over the rows, brings them into their final order where they are not, and checks them. */
    SortedTable checked(RowSpan rows) {
        return checked(rows, sorted());
    }

    private SortedTable checked(RowSpan rows, String name) {
        RowDigest.Result digest = RowDigest.of(session.connection(), session.allocator(), table, rows);
        refuseMissing(rows, digest);
        RowSpan ordered = rows;
        if (!digest.ascending()) {
            ordered =
                    create(name + ", ordered", "SELECT " + names(Stream.of()) + rows.from(), Stream.of(), totalOrder());
        }
        return new SortedTable(session, table, ordered, digest);
    }

    /**
     * Those of sorted rows whose key is none of others, sorted.
     *
     * @param keys a SELECT of the table's key columns
     * @param equal the condition under which the rows {@code n} and {@code o} have one key
     */
    SortedTable without(RowSpan rows, String keys, String equal) {
        String name = "gained " + table.name();
        String rest = "SELECT n.* FROM (SELECT " + names(Stream.of()) + rows.from() + ") n ANTI JOIN (" + keys
                + ") o ON " + equal;
        return checked(create(name, rest, Stream.of(), table.sort()), name);
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

    /** The SELECTs of rows that are carried over; none where there is nothing to be carried. */
    List<String> carried(Carry carry) {
        if (carry.files().isEmpty()) {
            return List.of();
        }
        String key = Sql.identifier(carry.keyColumn());
        return List.of("SELECT " + columns() + " FROM " + ParquetSql.read(table, carry.files()) + " WHERE " + key
                + " < " + carry.except().first() + " OR " + key + " > "
                + carry.except().last());
    }

    /** The columns of rows of data files: the table's in their types, and no values for the working ones. */
    String columns() {
        return casts(table.working().columns().stream()
                .map(column -> "CAST(NULL AS " + Sql.type(column.type()) + ") AS " + Sql.identifier(column.name())));
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
