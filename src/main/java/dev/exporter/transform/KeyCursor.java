package dev.exporter.transform;

import dev.exporter.transform.sql.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * The distinct keys of a dictionary that a session's rows name, each once and ascending: so those that lie side by side in
 * the dictionary's index are looked up one after the other. Streamed: one batch of them is in memory at a time. Has a connection of its own, so the session can load the dictionary while it is
 * read. For one thread at a time; any thread may be the next one.
 */
public final class KeyCursor implements Iterator<byte[]>, AutoCloseable {
    private static final long BATCH_ROWS = 8192;

    private final DuckDBConnection connection;
    private final Statement statement;
    private final DuckDBResultSet result;
    private final ArrowReader reader;
    private final VarBinaryVector keys;
    private int next;
    private boolean exhausted;

    private KeyCursor(
            DuckDBConnection connection,
            Statement statement,
            DuckDBResultSet result,
            ArrowReader reader,
            VarBinaryVector keys) {
        this.connection = connection;
        this.statement = statement;
        this.result = result;
        this.reader = reader;
        this.keys = keys;
    }

    /** @param connection becomes the cursor's: it is closed with it, or here on failure */
    static KeyCursor open(DuckDBConnection connection, String query, BufferAllocator allocator) throws SQLException {
        try {
            Statement statement = connection.createStatement();
            DuckDBResultSet result = statement.executeQuery(query).unwrap(DuckDBResultSet.class);
            ArrowReader reader = (ArrowReader) result.arrowExportStream(allocator, BATCH_ROWS);
            VarBinaryVector keys =
                    (VarBinaryVector) reader.getVectorSchemaRoot().getVector(0);
            return new KeyCursor(connection, statement, result, reader, keys);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        } catch (IOException e) {
            connection.close();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (!exhausted && next >= keys.getValueCount()) {
                exhausted = !reader.loadNextBatch();
                next = 0;
            }
            return !exhausted;
        } catch (IOException e) {
            throw new UncheckedIOException("the keys of a dictionary could not be read", e);
        }
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return keys.get(next++);
    }

    @Override
    public void close() {
        try (connection;
                statement;
                result;
                reader) {
            // Closed in the reverse order, each even where another fails.
        } catch (SQLException e) {
            throw Failure.of(e, "the keys of a dictionary");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
