package dev.exporter.web.access;

import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers only requests that call this server by a name of its own, and whose page, where they come from one, is this
 * server's. Otherwise any site that somebody visits could let its own name lead here, or send requests from there.
 */
final class HostFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final transient ProblemWriter problems;
    private final transient OwnHosts hosts;
    private final Set<String> allowed;

    /**
     * @param hosts by which it may be called
     * @param allowed those of them that a proxy may stand for
     */
    HostFilter(OwnHosts hosts, List<String> allowed, ProblemWriter problems) {
        this.hosts = hosts;
        this.allowed =
                allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.problems = problems;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isOurs(request)) {
            problems.write(
                    HttpProblem.MISDIRECTED,
                    "Call it by an address of this machine, or start it with --allowHost and this name",
                    request,
                    response);
        } else if (!isFromHere(request)) {
            problems.write(HttpProblem.FORGED, "It comes from another site's page", request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isOurs(HttpServletRequest request) {
        return hosts.holds(String.valueOf(request.getServerName()), request.getLocalAddr());
    }

    /** Programs send neither header; browsers send the first with everything but links and the like. */
    private boolean isFromHere(HttpServletRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        if (origin != null) {
            return origin(origin).filter(uri -> isSame(uri, request)).isPresent();
        }
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        return site == null
                || SAFE_METHODS.contains(request.getMethod())
                || site.equals("same-origin")
                || site.equals("none");
    }

    private boolean isSame(URI origin, HttpServletRequest request) {
        boolean isBehindProxy = origin.getPort() < 0 && allowed.contains(origin.getHost());
        return isBehindProxy || origin.getRawAuthority().equalsIgnoreCase(request.getHeader("Host"));
    }

    private static Optional<URI> origin(String text) {
        try {
            URI uri = new URI(text.toLowerCase(Locale.ROOT));
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
