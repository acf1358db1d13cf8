package dev.exporter.operations.history.state;

import dev.exporter.operations.history.store.Rows;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.jobs.StepState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What Spring Batch's statuses mean, once it is known whether a process is at the run. */
public final class States {
    public static final List<String> ALL =
            List.of("STARTING", "STARTED", "STOPPING", "UNKNOWN", "STOPPED", "FAILED", "COMPLETED", "ABANDONED");
    public static final List<String> OPEN = List.of("STARTING", "STARTED", "STOPPING", "UNKNOWN");

    private States() {}

    public static boolean isOpen(String status) {
        return OPEN.contains(status);
    }

    public static RunState ofRun(String status, boolean isAlive) {
        return switch (status) {
            case "COMPLETED" -> RunState.COMPLETED;
            case "ABANDONED" -> RunState.ABANDONED;
            case "STOPPED" -> RunState.STOPPED;
            case "FAILED" -> RunState.FAILED;
            case "STOPPING" -> isAlive ? RunState.STOPPING : RunState.INTERRUPTED;
            default -> isAlive ? RunState.RUNNING : RunState.INTERRUPTED;
        };
    }

    /** @param isUnderWay whether a process is at its execution */
    public static StepState ofStep(Rows.Step step, boolean isUnderWay) {
        // Those that were only made ready when their process died were later marked as failed with the others.
        if (step.started().isEmpty()) {
            return StepState.PENDING;
        }
        return switch (step.status()) {
            case "COMPLETED" -> StepState.COMPLETED;
            case "STOPPED" -> StepState.STOPPED;
            case "FAILED", "ABANDONED" ->
                step.message().isEmpty() || Messages.isOnlyProgress(step.message())
                        ? StepState.INTERRUPTED
                        : StepState.FAILED;
            default -> isUnderWay ? StepState.RUNNING : StepState.INTERRUPTED;
        };
    }

    /** The statuses that runs in these states may have. */
    public static List<String> statuses(Set<RunState> states) {
        if (states.isEmpty()) {
            return ALL;
        }
        return states.stream()
                .flatMap(state -> switch (state) {
                    case RUNNING, STOPPING, INTERRUPTED -> OPEN.stream();
                    case STOPPED, FAILED, COMPLETED, ABANDONED -> Stream.of(state.name());
                })
                .distinct()
                .toList();
    }

    /** How many runs are in each state. */
    public static Map<RunState, Long> counts(Map<String, Long> statuses, List<JobSummary> open) {
        Map<RunState, Long> counts = new EnumMap<>(RunState.class);
        statuses.forEach((status, count) -> {
            if (!isOpen(status)) {
                counts.merge(ofRun(status, false), count, Long::sum);
            }
        });
        open.forEach(job -> counts.merge(job.state(), 1L, Long::sum));
        return counts;
    }
}
