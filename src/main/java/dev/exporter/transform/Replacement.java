package dev.exporter.transform;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what tables have of a partition against the rows that are to replace it, within a session. Only keys are
 * compared, in the engine and within its memory limit; full rows are read where some are taken over. First
 * {@link #reorganised}, where it applies, then {@link #absent} for each table, then {@link #sort}. For one thread.
 */
public final class Replacement {
    /** How many rows messages name. */
    private static final int NAMED = 3;
    /** No column has such a name. */
    private static final String PRUNABLE = Sql.identifier("is prunable");

    private static final String COUNT = Sql.identifier("row count");

    private final Session session;
    private final KeyRange partition;

    /** @param session the partition's own */
    public Replacement(Session session, KeyRange partition) {
        this.session = session;
        this.partition = partition;
        session.execute("CREATE TABLE " + reorganised() + " (key BIGINT)", "partition " + partition);
    }

    /**
     * Finds the range keys at which {@code column} has another value than the table has: rows that all tables have there
     * are not absent but superseded. A key without rows or values on either side is not among them.
     *
     * @param rows those of the table that replace {@code old}
     * @return the keys, ascending
     */
    public List<Long> reorganised(OutputRows rows, OldRows old, String column) {
        String key = Sql.identifier(old.keyColumn());
        String value = Sql.identifier(column);
        String columns = key + " AS key, " + value + " AS value";
        String now = "(SELECT " + columns + rows.from(partition) + " AND " + value + " IS NOT NULL)";
        session.executeHeavy(
                "INSERT INTO " + reorganised() + " SELECT DISTINCT s.key FROM (SELECT o.key, o.value FROM ("
                        + old.select(columns) + " AND " + value + " IS NOT NULL) o SEMI JOIN " + now
                        + " n ON o.key = n.key) s ANTI JOIN " + now + " m ON s.key = m.key AND s.value = m.value",
                "the comparison of table " + old.table().name());
        List<Long> keys = new ArrayList<>();
        query("SELECT key FROM " + reorganised() + " ORDER BY key", old.table(), row -> keys.add(row.getLong(1)));
        return keys;
    }

    /**
     * Finds the rows of {@code old} that {@code rows} lacks.
     *
     * @param rows those of the table that replace {@code old}
     */
    public AbsentRows absent(OutputRows rows, OldRows old) {
        TableSpec table = old.table();
        Set<String> columns = columns(old);
        String key = Sql.identifier(old.keyColumn());
        // The condition stands on lines of its own, as it may end in a comment.
        String held = old.select(Sql.identifiers(columns) + ", coalesce((\n"
                + table.replacing().prunable() + "\n), false) AS " + PRUNABLE);
        session.executeHeavy(
                "CREATE TABLE " + absent(table) + " AS SELECT " + Sql.identifiers(columns) + ", " + PRUNABLE
                        + ", count(*) AS " + COUNT + " FROM (SELECT o.* FROM (" + held + ") o ANTI JOIN (SELECT "
                        + Sql.identifiers(table.key()) + rows.from(partition) + ") n ON " + equal("o", "n", table.key())
                        + ") a ANTI JOIN " + reorganised() + " r ON a." + key + " = r.key GROUP BY ALL",
                "the comparison of table " + table.name());
        long[] found = new long[2];
        query(
                "SELECT CAST(coalesce(sum(" + COUNT + ") FILTER (WHERE " + PRUNABLE + "), 0) AS BIGINT),"
                        + " CAST(coalesce(sum(" + COUNT + "), 0) AS BIGINT) FROM " + absent(table),
                table,
                row -> {
                    found[0] = row.getLong(1);
                    found[1] = row.getLong(2);
                });
        return new AbsentRows(found[0], found[1] - found[0], found[0] < found[1] ? firstLost(old) : List.of());
    }

    private List<String> firstLost(OldRows old) {
        List<String> names = List.copyOf(columns(old));
        List<String> first = new ArrayList<>();
        query(
                "SELECT " + Sql.identifiers(names) + " FROM " + absent(old.table()) + " WHERE NOT " + PRUNABLE
                        + " ORDER BY " + Sort.ascending(names) + " LIMIT " + NAMED,
                old.table(),
                row -> first.add(RowText.of(row, names)));
        return first;
    }

    /**
     * The table's rows of the partition, as {@link Session#take} gives them, with those of {@code old} that stay.
     *
     * @param keep takes the absent rows that are prunable over; the others of them are dropped
     */
    public SortedTable sort(OutputRows rows, OldRows old, Keep keep) {
        Carry outside = old.exported().contains(partition) ? Carry.none() : old.outside();
        Sort sort = new Sort(session, rows.table());
        List<String> carried = new ArrayList<>(sort.carried(outside));
        if (keep == Keep.PRUNABLE) {
            carried.add("SELECT o.* FROM (" + old.select(sort.columns()) + ") o SEMI JOIN (SELECT "
                    + Sql.identifiers(columns(old)) + " FROM " + absent(old.table()) + " WHERE " + PRUNABLE + ") a ON "
                    + equal("o", "a", columns(old)));
        }
        SortedTable sorted = sort.checked(sort.sort(rows, partition, carried));
        session.drop("absent " + old.table().name());
        return sorted;
    }

    /**
     * The rows that the table does not hold yet, if it holds all the others exactly as they are: then the hash of these
     * is the recorded one.
     *
     * @param sorted all rows of the partition, as {@link #sort} gives them
     * @param recorded of the rows in all files of {@code old}
     */
    public Optional<SortedTable> gained(SortedTable sorted, OldRows old, ContentHash recorded) {
        if (sorted.rows() <= recorded.rows()) {
            return Optional.empty();
        }
        TableSpec table = old.table();
        Sort sort = new Sort(session, table);
        String keys = "SELECT " + Sql.identifiers(table.key()) + " FROM " + ParquetSql.read(table, old.files());
        SortedTable gained = sort.without(sorted.span(), keys, equal("n", "o", table.key()));
        return recorded.plus(gained.hash()).equals(sorted.hash()) ? Optional.of(gained) : Optional.empty();
    }

    /** Which absent rows stay in a table. */
    public enum Keep {
        NONE,
        PRUNABLE
    }

    private static Set<String> columns(OldRows old) {
        Set<String> columns = new LinkedHashSet<>(List.of(old.keyColumn()));
        columns.addAll(old.table().key());
        return columns;
    }

    private static String equal(String one, String other, Collection<String> columns) {
        return columns.stream()
                .map(Sql::identifier)
                .map(column -> one + "." + column + " IS NOT DISTINCT FROM " + other + "." + column)
                .collect(Collectors.joining(" AND "));
    }

    private String reorganised() {
        return session.qualified("reorganised keys");
    }

    private String absent(TableSpec table) {
        return session.qualified("absent " + table.name());
    }

    private interface Row {
        void see(ResultSet row) throws SQLException;
    }

    private void query(String sql, TableSpec table, Row visitor) {
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                visitor.see(rows);
            }
        } catch (SQLException e) {
            throw Failure.of(e, "the comparison of table " + table.name());
        }
    }
}
