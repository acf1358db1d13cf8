package dev.exporter.source;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.source.sqlite.SqliteDatabase;
import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.source.value.ColumnReader;
import java.io.IOException;
import java.sql.SQLException;
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
public abstract sealed class SourceReader extends ArrowReader permits StatementReader, PagesReader {
    /** The code of the failure for a value that does not fit its column. */
    public static final String MISFIT = "value-does-not-fit";

    static final int MOST_ROWS = 16_384;
    static final long MOST_BYTES = 8 << 20;

    private final SqliteDatabase database;
    private final TableQuery query;
    private final RowFaults faults;

    private final AtomicLong rowsRead = new AtomicLong();
    private long bytesRead;
    private volatile @Nullable ExporterException failure;

    SourceReader(SqliteDatabase database, TableQuery query, BufferAllocator allocator) {
        super(allocator);
        this.database = database;
        this.query = query;
        this.faults = new RowFaults(database, query);
    }

    /** Rows in the batches loaded so far. */
    public final long rowsRead() {
        return rowsRead.get();
    }

    /** What ended the reading early; empty while nothing did. */
    public final Optional<ExporterException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Loads the next batch into {@link #getVectorSchemaRoot()}, in new buffers.
     *
     * @return false after the last batch
     * @throws ExporterException if the database or a value cannot be read; the same one at every further call
     */
    @Override
    public final boolean loadNextBatch() throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            VectorSchemaRoot root = getVectorSchemaRoot();
            bytesRead += load(root);
            int loaded = root.getRowCount();
            if (loaded == 0) {
                database.checkAtRest();
            }
            rowsRead.addAndGet(loaded);
            return loaded > 0;
        } catch (ExporterException e) {
            throw failed(e);
        } catch (SQLException e) {
            throw failed(faults.unreadable(e));
        } catch (IOException e) {
            throw failed(damaged(e));
        } catch (OutOfMemoryException e) {
            throw failed(faults.outOfMemory(e));
        } catch (RuntimeException e) {
            throw failed(faults.unexpected(e));
        }
    }

    /**
     * Fills the vectors of {@code root}, in new buffers, and sets its row count: 0 after the last row.
     *
     * @return the bytes of the values of variable length
     */
    abstract long load(VectorSchemaRoot root) throws SQLException, IOException;

    final TableQuery query() {
        return query;
    }

    final SqliteDatabase database() {
        return database;
    }

    final RowFaults faults() {
        return faults;
    }

    private ExporterException damaged(IOException e) {
        try {
            // A file that is read without locks and was written to is not damaged.
            database.checkAtRest();
            return database.unreadable(ExitCode.FAILED, e);
        } catch (ExporterException changed) {
            return changed;
        }
    }

    private ExporterException failed(ExporterException e) {
        failure = e;
        return e;
    }

    /** Bytes of the values of variable length in the batches loaded so far. */
    @Override
    public final long bytesRead() {
        return bytesRead;
    }

    @Override
    protected final Schema readSchema() {
        return new Schema(
                query.table().columns().stream().map(ColumnReader::field).toList());
    }
}
