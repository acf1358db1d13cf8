package dev.exporter.query;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Cancels a statement that runs for too long. Closed before its statement is. */
final class TimeBound implements AutoCloseable {
    private final Statement statement;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean closed;
    private boolean exceeded;

    private TimeBound(Statement statement) {
        this.statement = statement;
    }

    /** Begins now. */
    static TimeBound on(Statement statement, Duration longest) {
        TimeBound bound = new TimeBound(statement);
        // Its timer is forgotten where the statement ends before.
        var unused = bound.end
                .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, late) -> {
                    if (late != null) {
                        bound.cancel();
                    }
                });
        return bound;
    }

    /** Held against {@link #close}, so that no statement is cancelled that is closed. */
    private synchronized void cancel() {
        if (closed) {
            return;
        }
        exceeded = true;
        try {
            statement.cancel();
        } catch (SQLException e) {
            // It ends by itself, late.
        }
    }

    /** Whether the statement was cancelled. */
    synchronized boolean isExceeded() {
        return exceeded;
    }

    @Override
    public synchronized void close() {
        closed = true;
        end.complete(null);
    }
}
