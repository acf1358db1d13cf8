package dev.exporter.operations.history;

import dev.exporter.operations.history.state.Messages;
import dev.exporter.operations.history.state.Run;
import dev.exporter.operations.history.store.Rows;
import dev.exporter.operations.jobs.Failure;
import dev.exporter.plan.Problem;
import dev.exporter.run.planning.Json;
import dev.exporter.run.repository.FailureNote;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why executions failed, from what they have left. */
final class Failures {
    private Failures() {}

    /** From the exit message alone. */
    static Optional<Failure> brief(Run run) {
        Optional<Problem> noted = run.note().flatMap(note -> note.problem());
        if (noted.isPresent()) {
            return noted.map(
                    problem -> new Failure(problem.code(), problem.message(), "", "", Optional.empty(), List.of()));
        }
        return run.last().status().equals("FAILED")
                ? Messages.reason(run.last().message()).map(Failures::plain)
                : Optional.empty();
    }

    /** With its causes, from the context of the job execution. */
    static Optional<Failure> full(Run run, Map<String, String> context) {
        Optional<Failure> brief = brief(run);
        if (brief.isEmpty() || !context.containsKey(FailureNote.KEY)) {
            return brief;
        }
        try {
            FailureNote note = Json.read(
                    context.getOrDefault(FailureNote.KEY, "").getBytes(StandardCharsets.UTF_8), FailureNote.class);
            Problem problem = note.problem();
            // An earlier execution's stands in the context of each later one.
            return problem.code().equals(brief.get().kind())
                            && problem.message().equals(brief.get().message())
                    ? Optional.of(new Failure(
                            problem.code(),
                            problem.message(),
                            problem.where(),
                            problem.remedy(),
                            note.partition(),
                            note.causes().stream()
                                    .map(cause -> new Failure.Cause(cause.type(), cause.message(), cause.trace()))
                                    .toList()))
                    : brief;
        } catch (UncheckedIOException e) {
            return brief;
        }
    }

    /** Of a partition whose run's failure is another's. */
    static Optional<Failure> ofStep(Rows.Step step) {
        return Messages.reason(step.message()).map(reason -> {
            List<String> lines =
                    step.message().lines().skip(1).map(String::strip).toList();
            return new Failure(
                    "partition-failed",
                    reason,
                    "partition " + step.name().substring(step.name().indexOf(':') + 1),
                    "",
                    Optional.of(step.name().substring(step.name().indexOf(':') + 1)),
                    List.of(new Failure.Cause(
                            step.message().lines().findFirst().orElse("").replaceFirst(":.*", ""), reason, lines)));
        });
    }

    private static Failure plain(String message) {
        return new Failure("unexpected", message, "", "", Optional.empty(), List.of());
    }
}
