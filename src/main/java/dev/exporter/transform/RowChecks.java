package dev.exporter.transform;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Questions about a session's rows. For one thread at a time, as the session is. */
public final class RowChecks {
    private final Session session;

    RowChecks(Session session) {
        this.session = session;
    }

    /**
     * Asks for faults; all tables that the check's SQL names must be there.
     *
     * @param except ranges whose faults do not count
     */
    public FaultCount count(Dataset.FaultCheck check, Collection<KeyRange> except) {
        String counted = except.isEmpty()
                ? ""
                : except.stream()
                        .map(range -> "key BETWEEN " + range.first() + " AND " + range.last())
                        .collect(Collectors.joining(" OR ", " WHERE NOT coalesce(", ", false)"));
        return session.check(
                "SELECT count(*) AS faults, min(example) AS example FROM (\n" + check.sql() + "\n)" + counted,
                where(check));
    }

    /**
     * How many rows of a source table each partition has.
     *
     * @param column the table's range key
     * @return by the first key of the partition; those without rows are left out
     */
    public Map<Long, Long> rowsByPartition(SourceTable source, String column, Partitioning.Truncate partitioning) {
        String key = Sql.identifier(column);
        Map<Long, Long> counts = new HashMap<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT min(" + key + "), count(*) FROM "
                        + Sql.identifier(source.name()) + " GROUP BY " + key + " // " + partitioning.width())) {
            while (rows.next()) {
                counts.put(partitioning.partitionOf(rows.getLong(1)).first(), rows.getLong(2));
            }
            return counts;
        } catch (SQLException e) {
            throw Failure.of(e, "source table " + source.name());
        }
    }

    /** Whether some value of a column is there more than once. */
    public boolean repeats(SourceTable source, String column) {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) > count(DISTINCT " + Sql.identifier(column)
                        + ") FROM " + Sql.identifier(source.name()))) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw Failure.of(e, "source table " + source.name());
        }
    }

    /** A row that has another number of children than it says. */
    public record Miscount(long key, String source, byte[] parent, long found) {}

    /** Hears of rows one by one. */
    public interface MiscountListener {
        void heard(Miscount row);
    }

    /** Gives each fault of a check whose children can be counted again. */
    public void miscounts(Dataset.FaultCheck check, MiscountListener listener) {
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT key, source, hex(parent), found FROM (\n" + check.sql() + "\n)")) {
            while (rows.next()) {
                byte[] parent = HexFormat.of().parseHex(rows.getString(3));
                listener.heard(new Miscount(rows.getLong(1), rows.getString(2), parent, rows.getLong(4)));
            }
        } catch (SQLException e) {
            throw Failure.of(e, where(check));
        }
    }

    /**
     * The keys whose identity is another one now, ascending.
     *
     * @param now the name of a table with the identifying column of {@code identity} and the column {@code key}
     * @param outputKey the range key's column in output tables
     */
    public List<Long> changed(Dataset.Identity identity, String now, String key, String outputKey) {
        String column = Sql.identifier(identity.column());
        return keys(
                "SELECT b." + Sql.identifier(key) + " FROM " + Sql.identifier(now) + " b JOIN "
                        + Sql.identifier("output " + identity.table()) + " o ON o." + Sql.identifier(outputKey)
                        + " = b."
                        + Sql.identifier(key) + " WHERE o." + column + " IS DISTINCT FROM b." + column + " ORDER BY 1",
                "table " + identity.table());
    }

    /** The keys of rows in data files whose chain does not lead to the row at the key before, ascending. */
    public List<Long> brokenLinks(
            Dataset.Identity identity, Dataset.Chain chain, TableSpec table, String key, List<Path> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        String number = Sql.identifier(key);
        String column = Sql.identifier(identity.column());
        return keys(
                "SELECT " + number + " FROM (SELECT " + number + ", " + Sql.identifier(chain.previous())
                        + " AS named, lag(" + number + ") OVER w AS before, lag(" + column + ") OVER w AS found FROM "
                        + ParquetSql.read(table, files) + " WINDOW w AS (ORDER BY " + number + ")) WHERE before = "
                        + number
                        + " - 1 AND named <> found ORDER BY 1",
                "the chain of table " + identity.table());
    }

    private List<Long> keys(String sql, String where) {
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Long> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add(rows.getLong(1));
            }
            return keys;
        } catch (SQLException e) {
            throw Failure.of(e, where);
        }
    }

    private static String where(Dataset.FaultCheck check) {
        return "fault check " + check.name();
    }
}
