package dev.exporter.demo;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what both databases' threads have made, and tells it. Thread-safe. */
final class Meter {
    private final AtomicLong made = new AtomicLong();
    private final long total;
    private final DemoGateway.Progress progress;

    Meter(long total, DemoGateway.Progress progress) {
        this.total = total;
        this.progress = progress;
    }

    /**
     * So many more rows are made.
     *
     * @throws InterruptedException if the work is to be given up
     */
    void add(int rows) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        progress.made(made.addAndGet(rows), total);
    }
}
