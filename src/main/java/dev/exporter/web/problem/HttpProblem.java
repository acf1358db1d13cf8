package dev.exporter.web.problem;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.util.Set;

/**
 * What only the web knows to go wrong; all else has the status of its exit code ({@link ExitCode#httpStatus()}).
 */
public enum HttpProblem {
    MALFORMED(400, "request-malformed", "The request cannot be read"),
    UNAUTHENTICATED(401, "key-missing", "A key is needed"),
    FORBIDDEN(403, "scope-missing", "This key does not allow it"),
    FORGED(403, "request-forged", "The request does not come from a page of this server"),
    NOT_FOUND(404, "not-found", "There is no such thing"),
    METHOD(405, "method-not-allowed", "This cannot be done here"),
    NOT_ACCEPTABLE(406, "not-acceptable", "There is no such form of it"),
    SLOW(408, "request-slow", "The request took too long to arrive"),
    CONFLICT(409, "conflict", "It cannot be done as things are"),
    TOO_LARGE(413, "request-too-large", "The request is too large"),
    MEDIA_TYPE(415, "media-type-unsupported", "The request is not in a form that is understood"),
    MISDIRECTED(421, "host-unknown", "This server is not called so"),
    TOO_MANY(429, "too-many-requests", "There are too many requests"),
    INTERNAL(500, "unexpected", "Something unexpected went wrong"),
    BUSY(503, "busy", "The server is busy");

    /** Codes of failures because too much was asked for at once. */
    private static final Set<String> TOO_MUCH = Set.of("rows-slow");

    /** Codes of refusals because of things that are not there, whatever room they come from. */
    private static final Set<String> MISSING =
            Set.of("table-missing", "job-missing", "partition-missing", "snapshot-missing", "no-tables");

    private final int status;
    private final String code;
    private final String title;

    HttpProblem(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** A stable name for programs. */
    public String code() {
        return code;
    }

    /** The same for all problems of this kind. */
    public String title() {
        return title;
    }

    /** The status of what a room refused, or failed at. */
    public static int statusOf(ExporterException e) {
        if (TOO_MUCH.contains(e.problem().code())) {
            return BUSY.status;
        }
        return e.exitCode() == ExitCode.REFUSED && MISSING.contains(e.problem().code())
                ? NOT_FOUND.status
                : e.exitCode().httpStatus();
    }
}
