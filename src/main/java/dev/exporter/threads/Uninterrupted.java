package dev.exporter.threads;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits that an interrupt does not end. The interrupt is not lost: the thread has it again afterwards. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /**
     * Waits until an executor that was shut down has done its last task, for what the tasks use may be closed or deleted
     * only then.
     */
    public static void awaitEnd(ExecutorService executor) {
        boolean isInterrupted = false;
        boolean isEnded = false;
        while (!isEnded) {
            try {
                isEnded = executor.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
