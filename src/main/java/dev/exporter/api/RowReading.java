package dev.exporter.api;

import dev.exporter.operations.Tables;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import java.util.concurrent.Semaphore;

/** Reads rows for a few callers at a time: each has an engine of its own, with memory of its own. Thread-safe. */
public final class RowReading {
    private static final int MOST = 2;

    private final Tables tables;
    private final long memoryBytes;
    private final Semaphore free = new Semaphore(MOST);

    /** @param memoryBytes of all engines together */
    public RowReading(Tables tables, long memoryBytes) {
        this.tables = tables;
        this.memoryBytes = memoryBytes;
    }

    /** @throws HttpProblemException if too many read already */
    public RowsPage read(RowsRequest request) {
        if (!free.tryAcquire()) {
            throw new HttpProblemException(HttpProblem.BUSY, "Others are reading rows; try again in a moment");
        }
        try {
            return tables.rows(request, memoryBytes / MOST);
        } finally {
            free.release();
        }
    }
}
