package dev.exporter.run.repository;

import dev.exporter.plan.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why an execution failed, in full, as it stands in the job's context: an exit message is cut at 2,500 characters.
 *
 * @param partition that failed first
 * @param causes from the outermost to the innermost
 */
public record FailureNote(Problem problem, Optional<String> partition, List<Cause> causes) {
    /** The name of its JSON form in the context. */
    public static final String KEY = "exporter.failure";

    private static final int MOST_CAUSES = 10;
    private static final int MOST_FRAMES = 40;

    public FailureNote {
        causes = List.copyOf(causes);
    }

    /**
     * A link of the chain.
     *
     * @param trace where it was thrown, a line each
     */
    public record Cause(String type, String message, List<String> trace) {
        public Cause {
            trace = List.copyOf(trace);
        }

        private static Cause of(Throwable failure) {
            return new Cause(
                    failure.getClass().getName(),
                    failure.getMessage() == null ? "" : failure.getMessage(),
                    Arrays.stream(failure.getStackTrace())
                            .limit(MOST_FRAMES)
                            .map(StackTraceElement::toString)
                            .toList());
        }
    }

    public static FailureNote of(Problem problem, Optional<String> partition, Optional<Throwable> failure) {
        List<Cause> causes = new ArrayList<>();
        for (Throwable next = failure.orElse(null); next != null && causes.size() < MOST_CAUSES; ) {
            causes.add(Cause.of(next));
            next = next.getCause();
        }
        return new FailureNote(problem, partition, causes);
    }
}
