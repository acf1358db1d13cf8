package dev.exporter.transform;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The loading of DuckDB's driver and of its large native library, by a thread of its own while there is other work to do.
 * Thread-safe.
 */
public final class EngineLoading implements AutoCloseable {
    private final CompletableFuture<Void> end;

    private EngineLoading(CompletableFuture<Void> end) {
        this.end = end;
    }

    /** Begins to load them, where they are not loaded yet. */
    public static EngineLoading begin() {
        return new EngineLoading(CompletableFuture.runAsync(EngineLoading::load, EngineLoading::inThread));
    }

    /** Waits until an {@link Engine} can be opened; fails as that would have failed. */
    public void await() {
        try {
            end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static void load() {
        try {
            // The first registers its events with the JVM, the second loads the library.
            Class.forName("org.duckdb.DuckDBDriver");
            Class.forName("org.duckdb.DuckDBNative");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the driver is on the class path", e);
        }
    }

    private static void inThread(Runnable work) {
        Thread thread = new Thread(work, "engine");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits too: the process must not end in the middle. A failure is of no interest to those who did not wait for it. */
    @Override
    public void close() {
        end.handle((nothing, failure) -> nothing).join();
    }
}
