package dev.exporter.source.sqlite;

import dev.exporter.plan.KeyRange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at single rows of a table, to judge it as a whole. */
public final class Probes {
    private final ReadTransaction transaction;
    private final TableQuery query;

    public Probes(ReadTransaction transaction, TableQuery query) {
        this.transaction = transaction;
        this.query = query;
    }

    /**
     * A row.
     *
     * @param bytes of its values, integers as text
     * @param key its range key, if it is an integer and the table is read by range, or 0
     */
    public record Probe(long rowid, long bytes, long key) {}

    /** The first row from each of these numbers on, as far as there is one. */
    public List<Probe> from(List<Long> rowids) throws SQLException {
        List<Probe> probes = new ArrayList<>(rowids.size());
        synchronized (transaction) {
            try (PreparedStatement statement = transaction.prepare(query.rowFrom())) {
                for (long rowid : rowids) {
                    statement.setLong(1, rowid);
                    ResultSet row = statement.executeQuery();
                    if (row.next()) {
                        probes.add(new Probe(row.getLong(1), row.getLong(2), row.getLong(3)));
                    }
                }
            }
        }
        return probes;
    }

    /** How many rows a range has, found by index; {@code most} if it has as many or more. */
    public long countUpTo(int most, KeyRange range) throws SQLException {
        return transaction.ask(query.countUpTo(most), range);
    }

    /** The bytes of the whole database. */
    public long databaseBytes() throws SQLException {
        synchronized (transaction) {
            try (PreparedStatement statement =
                    transaction.prepare("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")) {
                ResultSet row = statement.executeQuery();
                row.next();
                return row.getLong(1);
            }
        }
    }
}
