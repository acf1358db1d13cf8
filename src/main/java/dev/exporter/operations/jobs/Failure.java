package dev.exporter.operations.jobs;

import java.util.List;
import java.util.Optional;

/**
 * Why something failed.
 *
 * @param kind a stable name in kebab case, for example {@code disk-full}
 * @param message one sentence
 * @param where the option, file, table or row it is about; may be empty
 * @param remedy what to do next; may be empty
 * @param partition the partition that failed first, for example {@code 1000-1999}
 * @param causes from the outermost to the innermost; empty where only the summary was asked for or none were kept
 */
public record Failure(
        String kind, String message, String where, String remedy, Optional<String> partition, List<Cause> causes) {
    public Failure {
        causes = List.copyOf(causes);
    }

    /**
     * A link of the chain of causes.
     *
     * @param type the exception's class
     * @param message may be empty
     * @param trace where it was thrown, a line each
     */
    public record Cause(String type, String message, List<String> trace) {
        public Cause {
            trace = List.copyOf(trace);
        }
    }
}
