package dev.exporter.web.live;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A feed, those who watch it, and what they were last told. Polled by one thread; joined by any. */
final class Topic {
    private final Feed feed;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private Map<String, String> known = Map.of();
    private boolean ended;
    /** Whether its feed could not be read when it was last asked; for the thread that polls. */
    private boolean stale;
    /** When it is asked next, by the hub's clock. */
    private long due;

    Topic(Feed feed, long due) {
        this.feed = feed;
        this.due = due;
    }

    /** Adds one, who is told all that is known; false where the topic has ended meanwhile. */
    synchronized boolean join(Viewer viewer) {
        if (ended) {
            return false;
        }
        viewers.add(viewer);
        viewer.send(events(known));
        return true;
    }

    void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    Set<Viewer> viewers() {
        return viewers;
    }

    /** Ends the topic where nobody watches it; whether it has ended. */
    synchronized boolean endIfUnwatched() {
        ended = ended || viewers.isEmpty();
        return ended;
    }

    synchronized boolean isDue(long now) {
        return now - due >= 0;
    }

    synchronized void setDue(long next) {
        due = next;
    }

    /** Asks the feed, and tells all viewers what has changed. */
    void poll() {
        stale = true;
        Map<String, String> now = feed.parts();
        stale = false;
        Map<String, String> changed = new HashMap<>(now);
        synchronized (this) {
            changed.entrySet().removeIf(part -> part.getValue().equals(known.get(part.getKey())));
            if (changed.isEmpty()) {
                return;
            }
            known = Map.copyOf(now);
            Map<String, byte[]> events = events(changed);
            viewers.forEach(viewer -> viewer.send(events));
        }
    }

    /** Sends a sign of life, which says whether what was sent is up to date. By the thread that polls. */
    void beat() {
        byte[] event = stale ? EventText.STALE : EventText.BEAT;
        viewers.forEach(viewer -> viewer.beat(event));
    }

    private static Map<String, byte[]> events(Map<String, String> parts) {
        Map<String, byte[]> events = new LinkedHashMap<>();
        parts.forEach((name, data) -> events.put(name, EventText.of(name, data)));
        return events;
    }
}
