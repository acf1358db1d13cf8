package dev.exporter.web.access;

import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import dev.exporter.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who asks, and whether too often. */
final class RecognitionFilter extends OncePerRequestFilter {
    /** Of one visitor. A page with all its parts is about ten requests; Prometheus sends four a minute. */
    private static final double REQUESTS_A_SECOND = 50;

    private static final int REQUESTS_AT_ONCE = 300;

    private final Doorman doorman;
    private final ProblemWriter problems;
    private final Buckets requests = new Buckets(REQUESTS_A_SECOND, REQUESTS_AT_ONCE, System::nanoTime);

    RecognitionFilter(Doorman doorman, ProblemWriter problems) {
        this.doorman = doorman;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Optional<Visitor> visitor = doorman.recognise(request);
            boolean mayAsk = visitor.isEmpty() && isAtTheDoor(request) || requests.take(caller(visitor, request));
            if (!mayAsk) {
                throw new HttpProblemException(HttpProblem.TOO_MANY, "Wait a second");
            }
            visitor.ifPresent(known -> admit(known, request));
        } catch (HttpProblemException e) {
            if (e.problem() == HttpProblem.TOO_MANY) {
                response.setHeader("Retry-After", "10");
            }
            problems.write(e, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    /**
     * Whether it is for what is needed to log in. That is not limited by address: behind a proxy all have the same one, and
     * anybody could keep the others from logging in. Wrong keys are limited where they are looked at.
     */
    private static boolean isAtTheDoor(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/login") || path.startsWith("/assets/");
    }

    /** Limited by key, so that nobody without one can use up what those with one may ask. */
    private static String caller(Optional<Visitor> visitor, HttpServletRequest request) {
        return visitor.filter(known -> known.key().isPresent())
                .map(known -> "key " + known.name())
                .orElseGet(() -> Callers.of(request));
    }

    private static void admit(Visitor visitor, HttpServletRequest request) {
        visitor.attachTo(request);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new VisitorAuthentication(visitor));
        SecurityContextHolder.setContext(context);
    }
}
