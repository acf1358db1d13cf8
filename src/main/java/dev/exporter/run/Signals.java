package dev.exporter.run;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns SIGINT and SIGTERM into a stop at the next file boundary while it is open. A second signal ends the process at
 * once, which leaves a resumable state as well.
 */
final class Signals implements AutoCloseable {
    private final StopSignal stop;
    private final AtomicInteger received = new AtomicInteger();
    private final SignalHandler interruptBefore;
    private final SignalHandler terminateBefore;

    private Signals(StopSignal stop) {
        this.stop = stop;
        this.interruptBefore = Signal.handle(new Signal("INT"), this::receive);
        this.terminateBefore = Signal.handle(new Signal("TERM"), this::receive);
    }

    static Signals into(StopSignal stop) {
        return new Signals(stop);
    }

    private void receive(Signal signal) {
        if (!received.compareAndSet(0, signal.getNumber())) {
            Runtime.getRuntime().halt(128 + signal.getNumber());
        }
        stop.raise();
    }

    /** The number of the signal that came, for example 2 for SIGINT. */
    OptionalInt received() {
        int number = received.get();
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    @Override
    public void close() {
        Signal.handle(new Signal("INT"), interruptBefore);
        Signal.handle(new Signal("TERM"), terminateBefore);
    }
}
