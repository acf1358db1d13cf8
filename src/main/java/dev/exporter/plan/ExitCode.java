package dev.exporter.plan;

/** Every exit code of the command line, with the status words of the JSON results and the status of HTTP responses. */
public enum ExitCode {
    DONE(0, "done", 200),
    FAILED(1, "failed", 500),
    REFUSED(2, "refused", 400),
    DIFFERENT(3, "different", 409),
    HELD(4, "held", 409),
    WOULD_LOSE_ROWS(5, "would-lose-rows", 409),
    INTERRUPTED(130, "interrupted", 503),
    TERMINATED(143, "terminated", 503);

    private final int code;
    private final String status;
    private final int httpStatus;

    ExitCode(int code, String status, int httpStatus) {
        this.code = code;
        this.status = status;
        this.httpStatus = httpStatus;
    }

    public int code() {
        return code;
    }

    public String status() {
        return status;
    }

    /** Of a response that tells of the same outcome. */
    public int httpStatus() {
        return httpStatus;
    }
}
