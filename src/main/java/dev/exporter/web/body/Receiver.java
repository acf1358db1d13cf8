package dev.exporter.web.body;

import dev.exporter.web.problem.HttpProblem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Collects a body as it comes. The container calls it by one thread at a time. */
final class Receiver implements ReadListener, AsyncListener {
    private final AsyncContext context;
    private final ServletInputStream in;
    private final Outcome outcome;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[4096];
    private boolean done;

    /** What becomes of it; one of the two, once. */
    interface Outcome {
        void received(byte[] body);

        void failed(HttpProblem problem, String detail) throws IOException;
    }

    Receiver(AsyncContext context, ServletInputStream in, Outcome outcome) {
        this.context = context;
        this.in = in;
        this.outcome = outcome;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!done && in.isReady() && !in.isFinished()) {
            int length = in.read(buffer);
            if (length < 0) {
                return;
            }
            body.write(buffer, 0, length);
            if (body.size() > BodyFilter.MOST_BYTES) {
                fail(HttpProblem.TOO_LARGE, "A body has at most " + BodyFilter.MOST_BYTES + " bytes");
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!done) {
            done = true;
            outcome.received(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!done) {
            done = true;
            context.complete();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        fail(HttpProblem.SLOW, "The body was not there in time");
    }

    private void fail(HttpProblem problem, String detail) throws IOException {
        if (!done) {
            done = true;
            outcome.failed(problem, detail);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
