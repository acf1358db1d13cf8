package dev.exporter.plan;

import org.jspecify.annotations.Nullable;

/** A failure that is explained to the user by its {@link Problem}; the exit code is {@link #exitCode()}. */
public class ExporterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final transient Problem problem;

    public ExporterException(ExitCode exitCode, Problem problem, @Nullable Throwable cause) {
        super(problem.text(), cause);
        this.exitCode = exitCode;
        this.problem = problem;
    }

    /** Bad input or circumstances, found before anything was written. */
    public static ExporterException refused(String code, String message, String where, String remedy) {
        return new ExporterException(ExitCode.REFUSED, new Problem(code, message, where, remedy), null);
    }

    /** A failure of work under way. */
    public static ExporterException failed(
            String code, String message, String where, String remedy, @Nullable Throwable cause) {
        return new ExporterException(ExitCode.FAILED, new Problem(code, message, where, remedy), cause);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public Problem problem() {
        return problem;
    }
}
