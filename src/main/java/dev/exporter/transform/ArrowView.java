package dev.exporter.transform;

import dev.exporter.transform.sql.Sql;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;

/** An Arrow stream that a session's SQL sees as a view, which can be read once. */
final class ArrowView implements AutoCloseable {
    /** No source table has such a name. */
    private static final String NAME = "incoming rows";

    private final Session session;
    private final ArrowArrayStream stream;

    private ArrowView(Session session, ArrowArrayStream stream) {
        this.session = session;
        this.stream = stream;
    }

    static ArrowView of(Session session, IncomingRows rows, BufferAllocator allocator) {
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        Data.exportArrayStream(allocator, rows, stream);
        session.connection().registerArrowStream(NAME, stream);
        return new ArrowView(session, stream);
    }

    /** What stands behind FROM. The view is in DuckDB's temporary schema, which is the connection's own. */
    String sql() {
        return "temp.main." + Sql.identifier(NAME);
    }

    @Override
    public void close() {
        try (stream) {
            // The stream is still ours where the query failed before DuckDB took it over.
            if (stream.snapshot().release != 0) {
                stream.release();
            }
            session.execute("DROP VIEW IF EXISTS " + sql(), "the view of incoming rows");
        }
    }
}
