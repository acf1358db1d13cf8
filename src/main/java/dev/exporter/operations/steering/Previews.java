package dev.exporter.operations.steering;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exporter.operations.history.RunFinder;
import dev.exporter.plan.Problem;
import dev.exporter.run.planning.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the program itself what it would do. */
final class Previews {
    private static final long LONGEST_MILLIS = Duration.ofMinutes(2).toMillis();

    private final Starts starts;
    private final RunFinder runs;

    Previews(Starts starts, RunFinder runs) {
        this.starts = starts;
        this.runs = runs;
    }

    static Preview refused(String reason) {
        return new Preview("", "", Optional.of(new Problem("refused", reason, "", "")), Optional.empty());
    }

    Preview of(StartRequest request, Map<String, String> place, RunFinder.Export export) {
        List<String> line = CommandLines.start("plan", request, place);
        List<String> withJson = new ArrayList<>(line);
        withJson.add("--json");
        Spawned asText = starts.spawn(line, Spawner.Variables.ALL);
        Spawned asJson = starts.spawn(withJson, Spawner.Variables.ALL);
        try {
            if (!asJson.hasEndedWithin(LONGEST_MILLIS) || !asText.hasEndedWithin(LONGEST_MILLIS)) {
                asText.process().destroy();
                asJson.process().destroy();
                return refused("the plan was not ready after two minutes; the source may be locked");
            }
            return preview(asText, asJson, runs.unfinished(export));
        } finally {
            asText.output().discard();
            asJson.output().discard();
        }
    }

    private static Preview preview(Spawned asText, Spawned asJson, Optional<Long> interrupted) {
        Optional<Problem> problem = asJson.process().exitValue() == 0 ? Optional.empty() : Optional.of(problem(asJson));
        String json = asJson.output().text().strip();
        return new Preview(problem.isPresent() ? "" : asText.output().text(), json, problem, interrupted);
    }

    private static Problem problem(Spawned ended) {
        try {
            JsonNode error = Json.read(ended.output().text().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                    .path("error");
            return new Problem(
                    error.path("code").asText("refused"),
                    error.path("message").asText(ended.outcome().sentence()),
                    error.path("where").asText(),
                    error.path("remedy").asText());
        } catch (UncheckedIOException e) {
            return new Problem("refused", ended.outcome().sentence(), "", "");
        }
    }
}
