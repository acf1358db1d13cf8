package dev.exporter.web.access;

import dev.exporter.web.keys.Key;
import dev.exporter.web.keys.KeyRing;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows who asks, lets people in and out, and limits wrong keys. Thread-safe. */
public final class Doorman {
    private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);
    private static final String BEARER = "bearer ";
    private static final double WRONG_KEYS_A_SECOND = 1 / 6.0;
    private static final int WRONG_KEYS_AT_ONCE = 10;

    private final Optional<KeyRing> keys;
    private final Optional<Sessions> sessions;
    private final Buckets wrongKeys;

    /** @param keys empty where everybody on this machine may do everything */
    public Doorman(Optional<KeyRing> keys, LongSupplier nanos) {
        this.keys = keys;
        this.sessions = keys.map(ring -> new Sessions(ring, nanos));
        this.wrongKeys = new Buckets(WRONG_KEYS_A_SECOND, WRONG_KEYS_AT_ONCE, nanos);
    }

    /** Whether keys are asked for. */
    public boolean asksForKeys() {
        return keys.isPresent();
    }

    /**
     * Who sends a request; empty where it has neither key nor session.
     *
     * @throws HttpProblemException if it has a key that is none
     */
    Optional<Visitor> recognise(HttpServletRequest request) {
        if (keys.isEmpty()) {
            return Optional.of(Visitor.local());
        }
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            String secret = bearer(authorization)
                    .orElseThrow(() -> new HttpProblemException(
                            HttpProblem.UNAUTHENTICATED, "Send the key as 'Authorization: Bearer KEY'"));
            Key key = check(secret, request);
            return Optional.of(new Visitor(
                    key.name(),
                    key.scope(),
                    Visitor.Means.KEY,
                    Optional.of(key),
                    () -> keys.get().holds(key)));
        }
        return SessionCookie.read(request).flatMap(this::ofSession);
    }

    /** By what name a request is let in, if it is; nothing is held against it where it is not. */
    Optional<String> sender(HttpServletRequest request) {
        if (keys.isEmpty()) {
            return Optional.of(Visitor.local().name());
        }
        String authorization = request.getHeader("Authorization");
        return authorization != null
                ? bearer(authorization).flatMap(keys.get()::find).map(Key::name)
                : SessionCookie.read(request).flatMap(this::ofSession).map(Visitor::name);
    }

    private static Optional<String> bearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? Optional.of(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private Optional<Visitor> ofSession(String secret) {
        return sessions.flatMap(known -> known.use(secret)
                .map(key -> new Visitor(
                        key.name(), key.scope(), Visitor.Means.SESSION, Optional.of(key), () -> known.holds(secret))));
    }

    /**
     * Opens a session by a key.
     *
     * @throws HttpProblemException if it is none
     */
    public void letIn(String secret, HttpServletRequest request, HttpServletResponse response) {
        Key key = check(secret.strip(), request);
        SessionCookie.read(request).ifPresent(old -> sessions.ifPresent(known -> known.end(old)));
        sessions.ifPresent(known -> SessionCookie.write(known.open(key), request, response));
    }

    /** Ends the request's session. */
    public void letOut(HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request).ifPresent(secret -> sessions.ifPresent(known -> known.end(secret)));
        SessionCookie.clear(request, response);
    }

    /** A right key is always accepted, so that nobody can lock others out by wrong ones. */
    private Key check(String secret, HttpServletRequest request) {
        Optional<Key> key = keys.flatMap(ring -> ring.find(secret));
        if (key.isPresent()) {
            return key.get();
        }
        String caller = Callers.of(request);
        if (!wrongKeys.take(caller)) {
            throw new HttpProblemException(HttpProblem.TOO_MANY, "There were too many wrong keys; wait a minute");
        }
        LOG.warn("wrong key from {}", caller);
        throw new HttpProblemException(HttpProblem.UNAUTHENTICATED, "There is no such key");
    }
}
