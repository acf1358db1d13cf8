package dev.exporter.source;

import dev.exporter.plan.ExitCode;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.TableQuery;
import java.io.IOException;
import java.nio.charset.Charset;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Reads the rows that a statement gives. */
final class StatementReader extends SourceReader {
    private final ReadTransaction transaction;
    private final Charset encoding;
    private final RowSource rows;
    /** Made once the vectors are. */
    private @Nullable RowCopier copier;

    private StatementReader(
            ReadTransaction transaction,
            TableQuery query,
            Charset encoding,
            RowSource rows,
            BufferAllocator allocator) {
        super(transaction.database(), query, allocator);
        this.transaction = transaction;
        this.encoding = encoding;
        this.rows = rows;
    }

    /** Makes rows of a statement, whose parameters it binds. */
    interface RowsOfStatement {
        RowSource of(PreparedStatement statement) throws SQLException;
    }

    /**
     * Begins to read.
     *
     * @param sql one of the queries of {@code query}
     * @throws dev.exporter.plan.ExporterException failed, if the table cannot be read
     */
    static SourceReader open(
            ReadTransaction transaction,
            TableQuery query,
            String sql,
            BufferAllocator allocator,
            RowsOfStatement rows) {
        try {
            PreparedStatement statement = transaction.prepare(sql);
            try {
                return new StatementReader(transaction, query, transaction.encoding(), rows.of(statement), allocator);
            } catch (SQLException | RuntimeException e) {
                try (statement) {
                    throw e;
                }
            }
        } catch (SQLException e) {
            throw transaction.database().explained(ExitCode.FAILED, e);
        }
    }

    @Override
    long load(VectorSchemaRoot root) throws SQLException {
        RowCopier into = copier;
        if (into == null) {
            into = new RowCopier(query(), encoding, root, faults());
            copier = into;
        }
        into.allocate(MOST_ROWS);
        // A connection serves one thread at a time: readers of one snapshot take turns.
        synchronized (transaction) {
            return load(root, into);
        }
    }

    private long load(VectorSchemaRoot root, RowCopier into) throws SQLException {
        int count = 0;
        long bytes = 0;
        while (count < MOST_ROWS && bytes < MOST_BYTES) {
            ResultSet row = rows.next();
            if (row == null) {
                break;
            }
            bytes += into.copy(row, count++);
        }
        root.setRowCount(count);
        return bytes;
    }

    @Override
    protected void closeReadSource() throws IOException {
        try {
            synchronized (transaction) {
                rows.close();
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
