package dev.exporter.web.problem;

/** A request that is answered by a problem. Its message is shown to whoever asked. */
public final class HttpProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpProblem problem;

    /** @param detail a sentence about this one, which may name what was asked for, and nothing else */
    public HttpProblemException(HttpProblem problem, String detail) {
        super(detail);
        this.problem = problem;
    }

    public HttpProblem problem() {
        return problem;
    }

    /** There is no such thing. */
    public static HttpProblemException missing(String detail) {
        return new HttpProblemException(HttpProblem.NOT_FOUND, detail);
    }
}
