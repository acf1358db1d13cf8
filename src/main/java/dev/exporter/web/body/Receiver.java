package dev.exporter.web.body;

import dev.exporter.web.body.Senders.Permit;
import dev.exporter.web.problem.HttpProblem;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Collects a body as it comes. The container calls it by one thread at a time. */
final class Receiver implements ReadListener, AsyncListener {
    private static final int BUFFER_BYTES = 4096;

    private final AsyncContext context;
    private final ServletInputStream in;
    private final Permit permit;
    private final Outcome outcome;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicBoolean given = new AtomicBoolean();
    private boolean done;

    /** What becomes of it; one of the two, once. */
    interface Outcome {
        void received(byte[] body);

        void failed(HttpProblem problem, String detail) throws IOException;
    }

    Receiver(AsyncContext context, ServletInputStream in, Permit permit, Outcome outcome) {
        this.context = context;
        this.in = in;
        this.permit = permit;
        this.outcome = outcome;
    }

    @Override
    public void onDataAvailable() throws IOException {
        // Made anew each time: thousands of bodies that never come would keep as many.
        byte[] buffer = new byte[BUFFER_BYTES];
        while (!done && in.isReady() && !in.isFinished()) {
            int length = in.read(buffer);
            if (length < 0) {
                return;
            }
            body.write(buffer, 0, length);
            if (body.size() > permit.mostBytes()) {
                failTooLarge();
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

    private void failTooLarge() throws IOException {
        fail(
                HttpProblem.TOO_LARGE,
                tooLarge(permit.mostBytes()) + (permit.mostBytes() < BodyFilter.MOST_BYTES ? " without a key" : ""));
    }

    static String tooLarge(int mostBytes) {
        return "A body has at most " + mostBytes + " bytes";
    }

    private void fail(HttpProblem problem, String detail) throws IOException {
        if (!done) {
            done = true;
            outcome.failed(problem, detail);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {}

    /** Whatever handles the request answers it later itself; this one hears no more of it. */
    @Override
    public void onStartAsync(AsyncEvent event) {
        end();
    }

    private void end() {
        if (given.compareAndSet(false, true)) {
            permit.end().run();
        }
    }
}
