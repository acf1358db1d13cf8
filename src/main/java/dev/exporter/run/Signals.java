package dev.exporter.run;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.run.load.StopSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into a stop of a run while it is open: while the run is planned at once, later at the
 * next file boundary. SIGHUP comes when a terminal is closed or its connection is lost; where it was ignored before, as
 * under {@code nohup}, it stays so. A second signal ends the process at once, which leaves a resumable state as well.
 * Thread-safe.
 */
public final class Signals implements AutoCloseable {
    private static final int TERMINATE = 15;

    private StopSignal stop;
    private Runnable heard = () -> {};
    private final CompletableFuture<Integer> received = new CompletableFuture<>();
    private final SignalHandler interruptBefore;
    private final SignalHandler terminateBefore;
    private final SignalHandler hangUpBefore;

    private Signals(StopSignal stop) {
        this.stop = stop;
        this.interruptBefore = Signal.handle(new Signal("INT"), this::receive);
        this.terminateBefore = Signal.handle(new Signal("TERM"), this::receive);
        this.hangUpBefore = Signal.handle(new Signal("HUP"), this::receive);
    }

    static Signals into(StopSignal stop) {
        return new Signals(stop);
    }

    /** Signals while nothing is under way that could be stopped. */
    public static Signals listen() {
        return new Signals(new StopSignal());
    }

    /** Another signal to stop by, for the next run; raised already where a signal has come. */
    synchronized StopSignal next() {
        stop = new StopSignal();
        heard = () -> {};
        if (received.isDone()) {
            stop.raise();
        }
        return stop;
    }

    private synchronized void receive(Signal signal) {
        // Before anyone can hear of the signal, so that whoever does finds it raised.
        stop.raise();
        if (!received.complete(signal.getNumber())) {
            Runtime.getRuntime().halt(128 + signal.getNumber());
        }
        heard.run();
    }

    /** Stops as SIGTERM does, because another process has asked for it. */
    synchronized void request() {
        stop.raise();
        if (received.complete(TERMINATE)) {
            heard.run();
        }
    }

    /** Runs {@code whoHears} once a signal comes, in the thread that brings it; at once where one has come. */
    synchronized void whenReceived(Runnable whoHears) {
        heard = whoHears;
        if (received.isDone()) {
            heard.run();
        }
    }

    /** Waits for a signal, but not for longer than this; the exit code where one has come. */
    public Optional<ExitCode> await(Duration longest) {
        try {
            return Optional.of(exitCode(received.get(longest.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(ExitCode.INTERRUPTED);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a signal does not fail", e);
        }
    }

    /** The exit code of a run that a signal has stopped; empty where none has come. */
    Optional<ExitCode> stopped() {
        return received.isDone() ? Optional.of(exitCode(received.join())) : Optional.empty();
    }

    /** The exit code of a run that a signal has stopped: SIGHUP counts as SIGTERM. */
    static ExitCode exitCode(int signal) {
        return signal == 2 ? ExitCode.INTERRUPTED : ExitCode.TERMINATED;
    }

    /**
     * Does work that only reads, in a thread of its own, and leaves it to itself when a signal comes: it may be waiting
     * for a locked database or a slow disk.
     *
     * @throws ExporterException interrupted or terminated, when a signal has come before the work was done
     */
    <T> T unlessReceived(Supplier<T> work) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(work, Signals::inThread);
        try {
            CompletableFuture.anyOf(result, received).join();
            if (received.isDone()) {
                throw stopped(received.join());
            }
            return result.join();
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

    private static ExporterException stopped(int signal) {
        Problem problem = new Problem(
                "stopped", "stopped by a signal while the run was planned; nothing was written", "", "Start it again");
        return new ExporterException(exitCode(signal), problem, null);
    }

    /** A daemon: the process need not wait for work that is given up. */
    private static void inThread(Runnable work) {
        Thread thread = new Thread(work, "plan");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        Signal.handle(new Signal("INT"), interruptBefore);
        Signal.handle(new Signal("TERM"), terminateBefore);
        Signal.handle(new Signal("HUP"), hangUpBefore);
    }
}
