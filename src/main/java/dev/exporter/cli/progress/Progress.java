package dev.exporter.cli.progress;

import dev.exporter.plan.ProgressListener;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A listener that shows what it hears until it is closed. */
public interface Progress extends ProgressListener, AutoCloseable {
    /** Shows nothing any more and leaves the terminal clean. */
    @Override
    void close();

    /**
     * Begins to show a run.
     *
     * @param to standard error
     * @param nanos a clock like {@link System#nanoTime()}
     */
    static Progress on(Terminal terminal, PrintStream to, LongSupplier nanos) {
        return switch (terminal) {
            case LIVE -> LiveProgress.started(to, nanos);
            case PLAIN -> new LogProgress(to, nanos);
        };
    }
}
