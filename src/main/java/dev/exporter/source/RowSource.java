package dev.exporter.source;

import dev.exporter.source.sqlite.TableQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Rows of a {@link TableQuery}, one after the other. Owns its statement. One thread at a time. */
abstract sealed class RowSource implements AutoCloseable {
    private final PreparedStatement statement;
    private @Nullable ResultSet rows;

    private RowSource(PreparedStatement statement) {
        this.statement = statement;
    }

    /** The rows of a statement whose parameters are bound. */
    static RowSource of(PreparedStatement statement) {
        return new Once(statement);
    }

    /** The rows of {@code query} for {@code keys}, which are taken in batches of {@link TableQuery#KEYS_AT_ONCE}. */
    static RowSource of(PreparedStatement statement, TableQuery query, Iterator<byte[]> keys) {
        return new ForKeys(statement, query.hasTextKey(), keys);
    }

    /** The next row, valid until the next call; null after the last. */
    final @Nullable ResultSet next() throws SQLException {
        while (true) {
            if (rows != null && rows.next()) {
                return rows;
            }
            if (!bindNext(statement)) {
                return null;
            }
            rows = statement.executeQuery();
        }
    }

    /** Binds the parameters of the next execution, if there is to be one. */
    abstract boolean bindNext(PreparedStatement unbound) throws SQLException;

    @Override
    public final void close() throws SQLException {
        statement.close();
    }

    private static final class Once extends RowSource {
        private boolean executed;

        Once(PreparedStatement statement) {
            super(statement);
        }

        @Override
        boolean bindNext(PreparedStatement bound) {
            boolean first = !executed;
            executed = true;
            return first;
        }
    }

    private static final class ForKeys extends RowSource {
        private final boolean isText;
        private final Iterator<byte[]> keys;

        ForKeys(PreparedStatement statement, boolean isText, Iterator<byte[]> keys) {
            super(statement);
            this.isText = isText;
            this.keys = keys;
        }

        @Override
        boolean bindNext(PreparedStatement unbound) throws SQLException {
            if (!keys.hasNext()) {
                return false;
            }
            for (int i = 1; i <= TableQuery.KEYS_AT_ONCE; i++) {
                // NULL equals nothing, so it fills the last list.
                TableQuery.bindKey(unbound, i, isText, keys.hasNext() ? keys.next() : null);
            }
            return true;
        }
    }
}
