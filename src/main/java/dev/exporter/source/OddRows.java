package dev.exporter.source;

import dev.exporter.plan.KeyRange;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.TableQuery;
import java.nio.charset.Charset;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Has SQLite read rows that hold anything but plain values, one by one: what is done with such a row, and how a failure
 * is explained, is then the same whichever way a table is read. One thread at a time.
 */
final class OddRows implements AutoCloseable {
    private final ReadTransaction transaction;
    private final TableQuery query;
    private final KeyRange range;
    private final PreparedStatement statement;
    private final VectorSchemaRoot row;
    private final RowCopier copier;

    OddRows(
            ReadTransaction transaction,
            TableQuery query,
            KeyRange range,
            Schema schema,
            BufferAllocator allocator,
            RowFaults faults)
            throws SQLException {
        this.transaction = transaction;
        this.query = query;
        this.range = range;
        Charset encoding = transaction.encoding();
        this.statement = transaction.prepare(query.scan());
        this.row = VectorSchemaRoot.create(schema, allocator);
        this.copier = new RowCopier(query, encoding, row, faults);
    }

    /**
     * Reads a row into {@link #row}.
     *
     * @return false if it is not one of the range's
     * @throws dev.exporter.plan.ExporterException failed, for the first value that cannot be exported exactly
     */
    boolean read(long rowid) throws SQLException {
        synchronized (transaction) {
            query.bindScan(statement, range, rowid, rowid);
            try (ResultSet found = statement.executeQuery()) {
                if (!found.next()) {
                    return false;
                }
                copier.allocate(1);
                copier.copy(found, 0);
                return true;
            }
        }
    }

    /** The row that was read last. */
    VectorSchemaRoot row() {
        return row;
    }

    @Override
    public void close() throws SQLException {
        try (row) {
            synchronized (transaction) {
                statement.close();
            }
        }
    }
}
