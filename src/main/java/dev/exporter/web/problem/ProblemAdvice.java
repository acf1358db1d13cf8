package dev.exporter.web.problem;

import dev.exporter.plan.ExporterException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns whatever a controller throws into a problem. What is unexpected is logged, and named to the caller by a number. */
@ControllerAdvice
public final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final int MOST_CAUSES = 20;

    private final ProblemWriter writer;

    public ProblemAdvice(ProblemWriter writer) {
        this.writer = writer;
    }

    @ExceptionHandler
    void refused(ExporterException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(e, request, response);
    }

    @ExceptionHandler
    void problem(HttpProblemException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(e, request, response);
    }

    @ExceptionHandler
    void mistyped(MethodArgumentTypeMismatchException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writer.write(
                HttpProblem.MALFORMED, "'" + e.getName() + "' is not of the form that it must have", request, response);
    }

    @ExceptionHandler
    void unreadable(HttpMessageNotReadableException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (e.getCause() instanceof HttpProblemException problem) {
            writer.write(problem, request, response);
        } else {
            writer.write(HttpProblem.MALFORMED, "The body is not what it must be", request, response);
        }
    }

    /** Spring's own refusals, which know their status; their words may name classes. */
    @ExceptionHandler
    void other(Throwable e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isGone(e)) {
            // There is nobody to tell.
            LOG.debug("the answer of {} was not waited for", request.getRequestURI());
            return;
        }
        if (e instanceof HttpRequestMethodNotSupportedException method && method.getSupportedHttpMethods() != null) {
            response.setHeader(
                    "Allow",
                    String.join(
                            ", ",
                            method.getSupportedHttpMethods().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .toList()));
        }
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            writer.write(of(known.getStatusCode()), detail(e, request), request, response);
            return;
        }
        String number = UUID.randomUUID().toString();
        LOG.error("unexpected failure {} of {} {}", number, request.getMethod(), request.getRequestURI(), e);
        writer.write(
                HttpProblem.INTERNAL,
                "This is a defect of exporter. The log has its details under " + number,
                request,
                response);
    }

    private static boolean isGone(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .anyMatch(one -> one instanceof AsyncRequestNotUsableException || one instanceof ClientAbortException);
    }

    private static String detail(Throwable e, HttpServletRequest request) {
        if (e instanceof NoResourceFoundException || e instanceof NoHandlerFoundException) {
            return "There is nothing at " + request.getRequestURI();
        }
        if (e instanceof HttpRequestMethodNotSupportedException) {
            return request.getMethod() + " is not possible here";
        }
        return e instanceof ServletRequestBindingException ? "A parameter is missing or wrong" : "";
    }

    private static HttpProblem of(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> HttpProblem.NOT_FOUND;
            case 405 -> HttpProblem.METHOD;
            case 406 -> HttpProblem.NOT_ACCEPTABLE;
            case 413 -> HttpProblem.TOO_LARGE;
            case 415 -> HttpProblem.MEDIA_TYPE;
            default -> HttpProblem.MALFORMED;
        };
    }
}
