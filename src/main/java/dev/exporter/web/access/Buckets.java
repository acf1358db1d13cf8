package dev.exporter.web.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Limits how often each of many callers may do something: token buckets, the least recently used forgotten. Thread-safe. */
final class Buckets {
    private static final int MOST = 10_000;

    private final double perNano;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    /** @param burst how many at once; afterwards {@code perSecond} */
    Buckets(double perSecond, int burst, LongSupplier nanos) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.nanos = nanos;
    }

    private record Bucket(double tokens, long at) {}

    /** Takes one for this caller; false where there is none left. */
    synchronized boolean take(String caller) {
        Bucket bucket = filled(caller);
        boolean isLeft = bucket.tokens() >= 1;
        buckets.put(caller, isLeft ? new Bucket(bucket.tokens() - 1, bucket.at()) : bucket);
        return isLeft;
    }

    /** Whether there is one left for this caller. */
    synchronized boolean hasLeft(String caller) {
        return filled(caller).tokens() >= 1;
    }

    private Bucket filled(String caller) {
        long now = nanos.getAsLong();
        Bucket known = buckets.get(caller);
        return known == null
                ? new Bucket(burst, now)
                : new Bucket(Math.min(burst, known.tokens() + (now - known.at()) * perNano), now);
    }
}
