package dev.exporter.web.body;

import dev.exporter.web.body.Senders.Permit;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.ProblemWriter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Receives a request's body completely before the request goes on, so that a body that comes a byte at a time, or never,
 * keeps no thread: a few of them would otherwise keep all. A body that is too large, or not there in time, is a problem.
 */
public final class BodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** Forms and JSON objects of a few fields. */
    public static final int MOST_BYTES = 64 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String BODY = BodyFilter.class.getName();

    private final transient Senders senders;
    private final transient ProblemWriter problems;

    public BodyFilter(Senders senders, ProblemWriter problems) {
        this.senders = senders;
        this.problems = problems;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ASYNC && request.getAttribute(BODY) instanceof byte[] body) {
            chain.doFilter(new ReceivedRequest(request, body), response);
        } else if (request.getContentLengthLong() > MOST_BYTES) {
            problems.write(HttpProblem.TOO_LARGE, Receiver.tooLarge(MOST_BYTES), request, response);
        } else if (hasBody(request)) {
            Optional<Permit> permit = senders.admit(request);
            if (permit.isEmpty()) {
                // RFC 9110, section 15.5.14. Of any other refusal, a thread would read what is left of the body.
                response.setHeader("Retry-After", "10");
                problems.write(
                        HttpProblem.TOO_LARGE, "Too many bodies of this sender are on their way", request, response);
            } else {
                receive(permit.get(), request, response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    /** RFC 9112, section 6: a request has a body where either header says so. */
    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private void receive(Permit permit, HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(LONGEST.toMillis());
        Receiver.Outcome outcome = new Receiver.Outcome() {
            @Override
            public void received(byte[] body) {
                request.setAttribute(BODY, body);
                context.dispatch();
            }

            @Override
            public void failed(HttpProblem problem, String detail) throws IOException {
                // What is still on its way would be taken for the next request.
                response.setHeader("Connection", "close");
                problems.write(problem, detail, request, response);
                context.complete();
            }
        };
        Receiver receiver = new Receiver(context, request.getInputStream(), permit, outcome);
        context.addListener(receiver);
        request.getInputStream().setReadListener(receiver);
    }
}
