package dev.exporter.web.rows;

import dev.exporter.operations.Tables;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads rows for a few callers at a time, whatever door they come by: each has an engine of its own, with memory of its
 * own. Thread-safe.
 */
public final class RowReading {
    private static final int MOST = 2;
    /** Most pages of rows take less; more callers than these would take the threads that all others need. */
    private static final int MOST_WAITING = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Nobody tells that a caller has left, so that this ends what nobody waits for any more. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Tables tables;
    private final long memoryBytes;
    private final Semaphore free = new Semaphore(MOST, true);

    /** @param memoryBytes of all engines together */
    public RowReading(Tables tables, long memoryBytes) {
        this.tables = tables;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Reads rows; takes half a minute at most.
     *
     * @throws HttpProblemException if too many read already
     * @throws ExporterException refused, if there is no such table or column, or a value is not one of its column's;
     *     failed, if it takes too long or too much memory
     */
    public RowsPage read(RowsRequest request) {
        if (!isLetIn()) {
            throw new HttpProblemException(HttpProblem.BUSY, "Others are reading rows; try again in a moment");
        }
        try {
            return tables.rows(request, memoryBytes / MOST, LONGEST);
        } finally {
            free.release();
        }
    }

    private boolean isLetIn() {
        try {
            return free.getQueueLength() < MOST_WAITING && free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
