package dev.exporter.plan;

/** Every exit code of the command line, with the status words of the JSON results. */
public enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed"),
    REFUSED(2, "refused"),
    DIFFERENT(3, "different"),
    HELD(4, "held"),
    WOULD_LOSE_ROWS(5, "would-lose-rows"),
    INTERRUPTED(130, "interrupted"),
    TERMINATED(143, "terminated");

    private final int code;
    private final String status;

    ExitCode(int code, String status) {
        this.code = code;
        this.status = status;
    }

    public int code() {
        return code;
    }

    public String status() {
        return status;
    }
}
