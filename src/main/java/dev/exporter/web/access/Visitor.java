package dev.exporter.web.access;

import dev.exporter.web.keys.Key;
import dev.exporter.web.keys.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name of the key; without keys the user that the server runs as
 * @param key empty where there are no keys
 */
public record Visitor(String name, Scope scope, Means means, Optional<Key> key, BooleanSupplier welcome) {
    private static final String ATTRIBUTE = Visitor.class.getName();

    /** How it is known who asks. */
    public enum Means {
        /** By a key that came with the request. No browser sends one by itself. */
        KEY,
        /** By the cookie of a session, which browsers send by themselves. */
        SESSION,
        /** Not at all: without keys, whoever is on this machine may do everything. */
        LOCAL
    }

    static Visitor local() {
        return new Visitor(
                System.getProperty("user.name", "local"), Scope.OPERATE, Means.LOCAL, Optional.empty(), () -> true);
    }

    /** Whether this visitor may start, stop and end exports. */
    public boolean canOperate() {
        return scope.includes(Scope.OPERATE);
    }

    /** Whether the visitor may still watch what it watches: its key was not removed, and its session not ended. */
    public boolean isWelcome() {
        return welcome.getAsBoolean();
    }

    /** Who has sent this request; empty where that is not known. */
    public static Optional<Visitor> of(HttpServletRequest request) {
        @Nullable Object visitor = request.getAttribute(ATTRIBUTE);
        return visitor instanceof Visitor known ? Optional.of(known) : Optional.empty();
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
