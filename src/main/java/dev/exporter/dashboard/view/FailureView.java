package dev.exporter.dashboard.view;

import dev.exporter.operations.jobs.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure.
 *
 * @param partition that failed first, or null
 * @param partitionHref its page, or null
 * @param causes from the outermost to the innermost, with their traces, or empty
 */
public record FailureView(
        String kind,
        String message,
        String where,
        String remedy,
        @Nullable String partition,
        @Nullable String partitionHref,
        String causes) {
    public static FailureView of(Failure failure, long executionId) {
        return new FailureView(
                failure.kind(),
                failure.message(),
                failure.where(),
                failure.remedy(),
                failure.partition().map(Ranges::text).orElse(null),
                failure.partition()
                        .map(name -> "/jobs/" + executionId + "/partitions/" + name)
                        .orElse(null),
                text(failure.causes()));
    }

    private static String text(List<Failure.Cause> causes) {
        StringBuilder text = new StringBuilder();
        for (Failure.Cause cause : causes) {
            text.append(text.isEmpty() ? "" : "Caused by: ").append(cause.type());
            text.append(cause.message().isEmpty() ? "" : ": " + cause.message()).append('\n');
            cause.trace().forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }
}
