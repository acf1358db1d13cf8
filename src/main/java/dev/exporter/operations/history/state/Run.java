package dev.exporter.operations.history.state;

import dev.exporter.operations.history.store.Rows.Execution;
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
public record Run(List<Execution> executions, Map<String, String> parameters, RunState state) {
    public Run {
        executions = List.copyOf(executions);
    }

    public Execution first() {
        return executions.get(0);
    }

    public Execution last() {
        return executions.get(executions.size() - 1);
    }

    public long instance() {
        return last().instance();
    }

    public String id() {
        return parameter(Parameter.RUN);
    }

    public Path warehouse() {
        return Path.of(parameter(Parameter.WAREHOUSE));
    }

    public Path staging() {
        return Path.of(parameter(Parameter.STAGING));
    }

    public String dataset() {
        return parameter(Parameter.DATASET);
    }

    public String requestedRange() {
        return parameter(Parameter.RANGE);
    }

    public KeyRange range() {
        return KeyRange.parse(parameter(Parameter.FROZEN));
    }

    public KeyRange aligned() {
        return KeyRange.parse(parameter(Parameter.ALIGNED));
    }

    public Optional<RunNote> note() {
        return RunNote.in(last().message());
    }

    /** Whether its parameters are those of an export: others have used the job's name, or none are there yet. */
    public static boolean isExport(Map<String, String> parameters) {
        return parameters.keySet().containsAll(Parameter.all());
    }

    /** The time of all executions, without the pauses between them; of one whose process died, to its last step's end. */
    public Duration elapsed(Instant now, Optional<Instant> lastSign) {
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
