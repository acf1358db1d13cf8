package dev.exporter.operations.history;

import dev.exporter.operations.history.Rows.Execution;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.plan.KeyRange;
import dev.exporter.run.repository.RunHistory.Parameter;
import dev.exporter.run.repository.RunNote;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as the repository knows it, and how it is.
 *
 * @param executions oldest first
 * @param parameters of the last one
 */
record Run(List<Execution> executions, Map<String, String> parameters, RunState state) {
    Run {
        executions = List.copyOf(executions);
    }

    Execution first() {
        return executions.get(0);
    }

    Execution last() {
        return executions.get(executions.size() - 1);
    }

    long instance() {
        return last().instance();
    }

    String id() {
        return parameter(Parameter.RUN);
    }

    Path warehouse() {
        return Path.of(parameter(Parameter.WAREHOUSE));
    }

    Path staging() {
        return Path.of(parameter(Parameter.STAGING));
    }

    String dataset() {
        return parameter(Parameter.DATASET);
    }

    String requestedRange() {
        return parameter(Parameter.RANGE);
    }

    KeyRange range() {
        return KeyRange.parse(parameter(Parameter.FROZEN));
    }

    KeyRange aligned() {
        return KeyRange.parse(parameter(Parameter.ALIGNED));
    }

    Optional<RunNote> note() {
        return RunNote.in(last().message());
    }

    /** Whether its parameters are those of an export: others have used the job's name, or none are there yet. */
    static boolean isExport(Map<String, String> parameters) {
        return parameters.keySet().containsAll(Parameter.all());
    }

    /** The time of all executions, without the pauses between them; of one whose process died, to its last step's end. */
    Duration elapsed(Instant now, Optional<Instant> lastSign) {
        Duration elapsed = Duration.ZERO;
        for (Execution execution : executions) {
            Instant end = execution
                    .ended()
                    .orElse(state.isUnderWay() && execution == last() ? now : lastSign.orElse(execution.started()));
            if (end.isAfter(execution.started())) {
                elapsed = elapsed.plus(Duration.between(execution.started(), end));
            }
        }
        return elapsed;
    }

    private String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
