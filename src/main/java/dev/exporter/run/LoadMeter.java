package dev.exporter.run;

import dev.exporter.plan.ProgressListener;

/** Passes on what a run tells of itself, and knows how far a wave is loaded, which no step's row says. Thread-safe. */
final class LoadMeter extends ProgressListener.Forwarding {
    private volatile long loaded;
    private volatile long expected;

    LoadMeter(ProgressListener next) {
        super(next);
    }

    /** From 0 to 99: what is loaded of the wave that is being loaded, in percent. */
    int percent() {
        long of = expected;
        return of <= 0 ? 0 : (int) Math.max(0, Math.min(99, 100 * loaded / of));
    }

    @Override
    public void loading(long bytes, long ofBytes) {
        expected = ofBytes;
        loaded = bytes;
        super.loading(bytes, ofBytes);
    }
}
