package dev.exporter.transform;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Stands between a reader and DuckDB, which pulls batches through the C data interface. It keeps what the reader
 * throws (the interface carries only a text), counts the rows, and gives each batch buffers of its own: DuckDB's
 * threads still read a batch while the next one is loaded, so a reader that reuses its buffers would change rows
 * under them, silently.
 */
final class IncomingRows extends ArrowReader {
    private final ArrowReader rows;
    /** DuckDB pulls from whichever of its threads is free. */
    private final AtomicLong count = new AtomicLong();

    private volatile Optional<Throwable> failure = Optional.empty();

    /** @param rows stays the caller's to close */
    IncomingRows(ArrowReader rows, BufferAllocator allocator) {
        super(allocator);
        this.rows = rows;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        try {
            if (!rows.loadNextBatch()) {
                return false;
            }
            VectorSchemaRoot batch = rows.getVectorSchemaRoot();
            int batchRows = batch.getRowCount();
            takeBuffers(batch.getFieldVectors(), batchRows);
            count.addAndGet(batchRows);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    private void takeBuffers(List<FieldVector> from, int batchRows) throws IOException {
        prepareLoadNextBatch();
        VectorSchemaRoot root = getVectorSchemaRoot();
        root.clear();
        for (int i = 0; i < from.size(); i++) {
            from.get(i).makeTransferPair(root.getVector(i)).transfer();
        }
        root.setRowCount(batchRows);
    }

    long count() {
        return count.get();
    }

    /** Throws what the reader threw, if it did. */
    void rethrow() throws IOException {
        if (failure.isEmpty()) {
            return;
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        if (failure.get() instanceof IOException e) {
            throw e;
        }
        throw (Error) failure.get();
    }

    @Override
    public long bytesRead() {
        return rows.bytesRead();
    }

    @Override
    protected void closeReadSource() {
        // The reader is its opener's to close.
    }

    @Override
    protected Schema readSchema() throws IOException {
        return rows.getVectorSchemaRoot().getSchema();
    }
}
