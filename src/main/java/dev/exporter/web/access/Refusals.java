package dev.exporter.web.access;

import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Answers requests that are not let through. People without a key are asked for it. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
    private final ProblemWriter problems;

    Refusals(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        boolean isPart = "true".equals(request.getHeader("HX-Request"));
        if (request.getMethod().equals("GET") && ProblemWriter.wantsPage(request) && !isPart) {
            String target =
                    request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/login?next=" + URLEncoder.encode(target, StandardCharsets.UTF_8));
        } else {
            if (isPart) {
                // The page that it was to become part of is loaded again, and leads to the form.
                response.setHeader("HX-Refresh", "true");
            }
            problems.write(HttpProblem.UNAUTHENTICATED, "Send a key, or log in", request, response);
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        if (e instanceof CsrfException) {
            problems.write(HttpProblem.FORGED, "Load the page again, then try once more", request, response);
        } else {
            problems.write(HttpProblem.FORBIDDEN, "It needs a key of scope operate", request, response);
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        problems.write(HttpProblem.MALFORMED, "The address, method or a header is not acceptable", request, response);
    }
}
