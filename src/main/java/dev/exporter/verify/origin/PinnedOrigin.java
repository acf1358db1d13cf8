package dev.exporter.verify.origin;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.TableSpec;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.verify.row.CanonicalRow;
import dev.exporter.verify.row.RowSum;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.LongConsumer;

/** The source as it was when it was pinned. For one thread. */
public final class PinnedOrigin implements AutoCloseable {
    private static final int ROWS_UNTOLD = 1 << 14;

    private final SourceSnapshot snapshot;
    private final List<Origin.TableRows> tables;
    private final LongConsumer read;

    PinnedOrigin(SourceSnapshot snapshot, List<Origin.TableRows> tables, LongConsumer read) {
        this.snapshot = snapshot;
        this.tables = tables;
        this.read = read;
    }

    /** Sees rows one after the other. */
    @FunctionalInterface
    public interface RowVisitor {
        /** @param row holds the row now, and another one after the call */
        void visit(CanonicalRow row);
    }

    /** The number of rows that the source has of a table in some key ranges. */
    public long count(String table, Collection<KeyRange> ranges) {
        long rows = 0;
        for (Origin.TableRows one : tables) {
            if (one.table().equals(table)) {
                rows += snapshot.ask(one.database(), statements -> count(one, ranges, statements));
            }
        }
        return rows;
    }

    private static long count(Origin.TableRows one, Collection<KeyRange> ranges, SourceSnapshot.Statements statements)
            throws SQLException {
        long rows = 0;
        try (PreparedStatement statement = statements.prepare(one.query().count())) {
            for (KeyRange range : ranges) {
                bind(statement, range);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    rows += row.getLong(1);
                }
            }
        }
        return rows;
    }

    /** The content hash of the rows that the source has of a table, by its columns, in some key ranges. */
    public ContentHash hash(TableSpec table, Collection<KeyRange> ranges) {
        RowSum sum = new RowSum();
        visit(table, ranges, row -> sum.add(row.hash()));
        return sum.hash();
    }

    /** Shows the rows that the source has of a table, by its columns, in some key ranges. */
    public void visit(TableSpec table, Collection<KeyRange> ranges, RowVisitor visitor) {
        for (Origin.TableRows one : tables) {
            if (one.table().equals(table.name())) {
                CanonicalRow row = new CanonicalRow(table.columns(), one.texts());
                snapshot.ask(one.database(), statements -> {
                    visit(one.query().rows(row.columns()), ranges, statements, row, visitor);
                    return row;
                });
            }
        }
    }

    private void visit(
            String sql,
            Collection<KeyRange> ranges,
            SourceSnapshot.Statements statements,
            CanonicalRow row,
            RowVisitor visitor)
            throws SQLException {
        try (PreparedStatement statement = statements.prepare(sql)) {
            for (KeyRange range : ranges) {
                bind(statement, range);
                try (ResultSet rows = statement.executeQuery()) {
                    visit(rows, row, visitor);
                }
            }
        }
    }

    private void visit(ResultSet rows, CanonicalRow row, RowVisitor visitor) throws SQLException {
        int untold = 0;
        while (rows.next()) {
            if (rows.getInt(SourceQuery.ODD_POSITION) == 0) {
                row.take(rows, SourceQuery.FIRST_COLUMN_POSITION);
            } else {
                row.takeOdd(rows, SourceQuery.FIRST_COLUMN_POSITION);
            }
            visitor.visit(row);
            untold++;
            if (untold == ROWS_UNTOLD) {
                read.accept(untold);
                untold = 0;
            }
        }
        read.accept(untold);
    }

    private static void bind(PreparedStatement statement, KeyRange range) throws SQLException {
        statement.setLong(1, range.first());
        statement.setLong(2, range.last());
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
