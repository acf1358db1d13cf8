package dev.exporter.web.body;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Knows how much is kept of the bodies that are on their way, so that nobody can fill the memory with them. Thread-safe. */
public interface Senders {
    /** Lets a body come in; empty where its sender has too many on their way already. Nothing of it was read yet. */
    Optional<Permit> admit(HttpServletRequest request);

    /**
     * What is taken of one body.
     *
     * @param mostBytes at most {@link BodyFilter#MOST_BYTES}
     * @param end called once, when the request is over or was refused
     */
    record Permit(int mostBytes, Runnable end) {}
}
