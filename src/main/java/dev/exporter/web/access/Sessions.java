package dev.exporter.web.access;

import dev.exporter.web.keys.Key;
import dev.exporter.web.keys.KeyRing;
import dev.exporter.web.keys.Secret;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Sessions of people who have shown a key. Kept in memory: a server that starts again asks for the key again. A session
 * ends with its key, after 8 hours without use, and after a day. Thread-safe.
 */
final class Sessions {
    static final Duration IDLE = Duration.ofHours(8);
    static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST = 1_000;

    private final KeyRing keys;
    private final LongSupplier nanos;
    /** By the hash of the session's secret, least recently used first. Guarded by itself. */
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    Sessions(KeyRing keys, LongSupplier nanos) {
        this.keys = keys;
        this.nanos = nanos;
    }

    private record Session(Key key, long begun, long used) {}

    /** Opens a session; the least recently used one ends where there are too many. Returns its secret. */
    String open(Key key) {
        String secret = Secret.random();
        long now = nanos.getAsLong();
        synchronized (sessions) {
            sessions.put(Secret.hash(secret), new Session(key, now, now));
            if (sessions.size() > MOST) {
                Iterator<String> oldest = sessions.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        return secret;
    }

    /** The key that opened the session, where both are still good. Counts as use. */
    Optional<Key> use(String secret) {
        return find(secret, true);
    }

    /** Whether the session is still good. Does not count as use. */
    boolean holds(String secret) {
        return find(secret, false).isPresent();
    }

    void end(String secret) {
        synchronized (sessions) {
            sessions.remove(Secret.hash(secret));
        }
    }

    private Optional<Key> find(String secret, boolean isUse) {
        String hash = Secret.hash(secret);
        long now = nanos.getAsLong();
        synchronized (sessions) {
            Session session = sessions.get(hash);
            if (session == null) {
                return Optional.empty();
            }
            boolean isGood = now - session.used() < IDLE.toNanos()
                    && now - session.begun() < LONGEST.toNanos()
                    && keys.holds(session.key());
            if (!isGood) {
                sessions.remove(hash);
                return Optional.empty();
            }
            if (isUse) {
                sessions.put(hash, new Session(session.key(), session.begun(), now));
            }
            return Optional.of(session.key());
        }
    }
}
