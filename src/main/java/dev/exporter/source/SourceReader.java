package dev.exporter.source;

import dev.exporter.plan.ExporterException;
import dev.exporter.source.sqlite.SqliteDatabase;
import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.source.value.ColumnReader;
import dev.exporter.source.value.MisfitException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a source table as Arrow batches of at most {@value #MOST_ROWS} rows and, a single larger row aside, about
 * 8 MiB of values. The schema has every column of the source table, by name: long is Int(64), int is Int(32), string
 * and decimal (as its canonical text) are Utf8, binary is Binary; all are nullable.
 *
 * <p>Every value is exactly the source's. One that cannot be, ends the reading with a failure that names the row. Who
 * pulls batches through the C data interface sees the failure as a text only; {@link #failure()} keeps it whole.
 *
 * <p>One thread at a time; {@link #rowsRead()} at any time. Must be closed before its snapshot.
 */
public final class SourceReader extends ArrowReader {
    static final int MOST_ROWS = 16_384;
    private static final long MOST_BYTES = 8 << 20;

    private final RowSource rows;
    private final RowFaults faults;
    private final SqliteDatabase database;
    private final TableQuery query;
    private final Charset encoding;
    /** Made once the vectors are. */
    private List<ColumnReader> columns = List.of();

    private final AtomicLong rowsRead = new AtomicLong();
    private long bytesRead;
    private volatile @Nullable ExporterException failure;

    SourceReader(
            SqliteDatabase database, TableQuery query, Charset encoding, RowSource rows, BufferAllocator allocator) {
        super(allocator);
        this.database = database;
        this.query = query;
        this.encoding = encoding;
        this.rows = rows;
        this.faults = new RowFaults(database, query);
    }

    /** Rows in the batches loaded so far. */
    public long rowsRead() {
        return rowsRead.get();
    }

    /** What ended the reading early; empty while nothing did. */
    public Optional<ExporterException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Loads the next batch into {@link #getVectorSchemaRoot()}, in new buffers.
     *
     * @return false after the last batch
     * @throws ExporterException if the database or a value cannot be read; the same one at every further call
     */
    @Override
    public boolean loadNextBatch() throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            int loaded = load(getVectorSchemaRoot());
            if (loaded == 0) {
                database.checkAtRest();
            }
            rowsRead.addAndGet(loaded);
            return loaded > 0;
        } catch (ExporterException e) {
            throw failed(e);
        } catch (SQLException e) {
            throw failed(faults.unreadable(e));
        } catch (OutOfMemoryException e) {
            throw failed(faults.outOfMemory(e));
        } catch (RuntimeException e) {
            throw failed(faults.unexpected(e));
        }
    }

    private List<ColumnReader> readers(VectorSchemaRoot root) {
        if (columns.isEmpty()) {
            columns = query.table().columns().stream()
                    .map(column ->
                            ColumnReader.of(column, query.position(column), root.getVector(column.name()), encoding))
                    .toList();
        }
        return columns;
    }

    private int load(VectorSchemaRoot root) throws SQLException {
        for (ColumnReader column : readers(root)) {
            column.allocate(MOST_ROWS);
        }
        int count = 0;
        long bytes = 0;
        while (count < MOST_ROWS && bytes < MOST_BYTES) {
            ResultSet row = rows.next();
            if (row == null) {
                break;
            }
            bytes += copy(row, count++);
        }
        root.setRowCount(count);
        bytesRead += bytes;
        return count;
    }

    private long copy(ResultSet row, int index) throws SQLException {
        if (row.getLong(TableQuery.ODD_POSITION) != 0) {
            faults.checkStorage(row);
        }
        long bytes = 0;
        for (ColumnReader column : columns) {
            if (column.isRead()) {
                try {
                    bytes += column.copy(row, index);
                } catch (MisfitException e) {
                    throw faults.misfit(row, e);
                }
            }
        }
        return bytes;
    }

    private ExporterException failed(ExporterException e) {
        failure = e;
        return e;
    }

    /** Bytes of the values of variable length in the batches loaded so far. */
    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    protected Schema readSchema() {
        return new Schema(
                query.table().columns().stream().map(ColumnReader::field).toList());
    }

    @Override
    protected void closeReadSource() throws IOException {
        try {
            rows.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
