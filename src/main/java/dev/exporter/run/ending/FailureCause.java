package dev.exporter.run.ending;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.run.repository.JobStoreAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/** Finds what a user should be told among the exceptions that a job has collected. */
public final class FailureCause {
    private static final Logger LOG = LoggerFactory.getLogger(FailureCause.class);

    private FailureCause() {}

    /**
     * The first explained cause; where there is none, the innermost cause of the first failure, with its stack trace
     * in the log, since that is a fault of this program or its surroundings which nobody foresaw.
     */
    static Problem of(List<Throwable> failures, String where) {
        for (Throwable failure : failures) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof ExporterException explained) {
                    return explained.problem();
                }
                if (cause instanceof OutOfMemoryError) {
                    return outOfHeap(cause, where);
                }
                if (isFull(String.valueOf(cause.getMessage()))) {
                    return new Problem(
                            "disk-full",
                            "the disk of the staging directory is full",
                            where,
                            Problem.FREE_SPACE + ", then " + Problem.RUN_AGAIN);
                }
            }
        }
        if (failures.isEmpty()) {
            return new Problem(
                    "stopped", "the run stopped before its end", where, "To continue it, " + Problem.RUN_AGAIN);
        }
        LOG.error("unexpected failure of {}", where, failures.get(0));
        Throwable innermost = failures.get(0);
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return new Problem(
                "unexpected",
                "an unexpected failure: " + innermost,
                where,
                "The log has the details; once the cause is gone, " + Problem.RUN_AGAIN);
    }

    private static Problem outOfHeap(Throwable error, String where) {
        return new Problem(
                "out-of-heap",
                "Java's own memory does not suffice: " + error.getMessage(),
                where,
                "Give it more (-Xmx, in EXPORTER_JAVA_OPTS for the launcher) or lower --parallelism, then "
                        + Problem.RUN_AGAIN);
    }

    /** The exit code of the first explained cause; that of any other failure is {@link ExitCode#FAILED}. */
    static ExitCode exitCode(List<Throwable> failures) {
        for (Throwable failure : failures) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof ExporterException explained) {
                    return switch (explained.exitCode()) {
                        case WOULD_LOSE_ROWS, DIFFERENT -> explained.exitCode();
                        case DONE, FAILED, REFUSED, HELD, INTERRUPTED, TERMINATED -> ExitCode.FAILED;
                    };
                }
            }
        }
        return ExitCode.FAILED;
    }

    /** What a failure to read or save the run's state means; Spring throws it past the job. */
    public static ExporterException ofRepository(NestedRuntimeException failure, JobStoreAddress address) {
        String message = String.valueOf(failure.getMostSpecificCause().getMessage());
        if (isFull(message)) {
            return ExporterException.failed(
                    "disk-full",
                    "the disk of the job repository is full",
                    address.shown(),
                    Problem.FREE_SPACE + ", then " + Problem.RUN_AGAIN,
                    failure);
        }
        return ExporterException.failed(
                "job-repository-failed",
                "the job repository failed: " + message.replaceAll("\\s*\\R\\s*", " "),
                address.shown(),
                "Check its disk or server, then " + Problem.RUN_AGAIN,
                failure);
    }

    private static boolean isFull(String message) {
        return message.contains("SQLITE_FULL") || message.contains("No space left on device");
    }
}
