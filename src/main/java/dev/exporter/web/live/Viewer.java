package dev.exporter.web.live;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A stream of events to one who watches. Nothing here ever waits for the network: what cannot be written yet is kept, the
 * newest of each part only, until the container says that it can. Thread-safe.
 */
final class Viewer implements WriteListener {
    /** Whoever has taken nothing for so long is gone. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final BooleanSupplier welcome;
    private final LongSupplier nanos;
    private final Map<String, byte[]> waiting = new LinkedHashMap<>();
    private boolean begun;
    /** Whether nothing more is written. */
    private boolean ended;
    /** Whether the container knows. */
    private boolean completed;

    private boolean unflushed;
    /** Since when nothing could be written; meaningful only while something waits, and after a failure. */
    private long since;

    /** @param welcome whether the one who watches still may */
    Viewer(AsyncContext context, ServletOutputStream out, BooleanSupplier welcome, LongSupplier nanos) {
        this.context = context;
        this.out = out;
        this.welcome = welcome;
        this.nanos = nanos;
        this.since = nanos.getAsLong();
        waiting.put("", EventText.BEGIN);
    }

    /** Sends parts, as soon as it can. */
    synchronized void send(Map<String, byte[]> events) {
        beginToWait();
        events.forEach((name, event) -> {
            // behind what waits already
            waiting.remove(name);
            waiting.put(name, event);
        });
        pump();
    }

    /** Sends a sign of life where nothing else waits to be sent. */
    synchronized void beat(byte[] event) {
        if (waiting.isEmpty()) {
            beginToWait();
            waiting.put("", event);
        }
        pump();
    }

    private void beginToWait() {
        if (waiting.isEmpty()) {
            since = nanos.getAsLong();
        }
    }

    /** Whether it is of no use any more: not allowed any more, or stuck. */
    synchronized boolean isOver() {
        boolean isStuck = (ended || !waiting.isEmpty()) && nanos.getAsLong() - since > PATIENCE_NANOS;
        return isStuck || !welcome.getAsBoolean();
    }

    @Override
    public synchronized void onWritePossible() {
        begun = true;
        pump();
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    /** Ends the stream; more than once does nothing. */
    void end() {
        synchronized (this) {
            ended = true;
            if (completed) {
                return;
            }
            completed = true;
        }
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container was quicker.
        }
    }

    /** The container has ended the stream, and will use what belongs to it for others. */
    synchronized void ended() {
        ended = true;
        completed = true;
    }

    private void pump() {
        if (!begun || ended) {
            return;
        }
        try {
            Iterator<byte[]> events = waiting.values().iterator();
            while (out.isReady()) {
                since = nanos.getAsLong();
                if (events.hasNext()) {
                    out.write(events.next());
                    events.remove();
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            // The container tells of it by onError, in a thread of its own. To complete it here as well would race with
            // that, and the connection's next request would suffer.
            ended = true;
            since = nanos.getAsLong();
        }
    }
}
