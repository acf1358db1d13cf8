package dev.exporter.dashboard.view.steering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.dashboard.text.Spans;
import dev.exporter.dashboard.view.Ranges;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.steering.Preview;
import dev.exporter.plan.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an export would do.
 *
 * @param problem why it would be refused, or null
 * @param interrupted the run of the same range that is not finished, or null
 * @param earlier a run of the same range that is done, or null
 * @param facts figures of the plan; none where it would be refused
 * @param text the plan as the command line shows it
 * @param command that does the same
 */
public record PlanView(
        @Nullable Problem problem,
        @Nullable Long interrupted,
        @Nullable Earlier earlier,
        Map<String, String> facts,
        List<Source> sources,
        List<Table> tables,
        List<String> notes,
        String text,
        String command) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public record Source(String name, String rows, String of, String way, String reason) {}

    public record Table(String name, String rows, String files, String bytes, String changes) {}

    /** A job that has exported the same range. */
    public record Earlier(long id, @Nullable Moment ended) {}

    /** @param earlier finds the job that was the last to complete a range that was asked for so */
    public static PlanView of(
            Preview preview, String command, Function<String, Optional<JobSummary>> earlier, Instant now) {
        JsonNode result = read(preview.json());
        JsonNode plan = result.path("plan");
        JsonNode estimate = plan.path("estimate");
        List<Source> sources = new ArrayList<>();
        estimate.path("sources")
                .forEach(source -> sources.add(new Source(
                        source.path("name").asText(),
                        Amounts.count(source.path("rows").asLong()),
                        Amounts.count(source.path("allRows").asLong()),
                        source.path("readBy").asText(),
                        source.path("reason").asText())));
        List<Table> tables = new ArrayList<>();
        estimate.path("tables")
                .forEach(table -> tables.add(new Table(
                        table.path("name").asText(),
                        Amounts.count(table.path("rows").asLong()),
                        Amounts.count(table.path("files").asLong()),
                        Amounts.bytes(table.path("bytes").asLong()),
                        changes(plan, table.path("name").asText()))));
        List<String> notes = new ArrayList<>();
        plan.path("notes").forEach(note -> notes.add(note.asText()));
        return new PlanView(
                preview.problem().orElse(null),
                preview.interrupted().orElse(null),
                earlier.apply(result.path("range").path("requested").asText(""))
                        .map(job -> new Earlier(
                                job.executionId(),
                                job.ended().map(at -> Moment.of(at, now)).orElse(null)))
                        .orElse(null),
                plan.isMissingNode() ? Map.of() : facts(result, plan, estimate),
                sources,
                tables,
                notes,
                preview.plan(),
                command);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json.isEmpty() ? "{}" : json);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode(); // the text tells
        }
    }

    private static String changes(JsonNode plan, String table) {
        for (JsonNode one : plan.path("tables")) {
            if (one.path("name").asText().equals(table)) {
                return one.path("snapshotId").isNull()
                        ? "new table"
                        : "replaces up to "
                                + Amounts.counted(one.path("liveFiles").asLong(), "file");
            }
        }
        return "";
    }

    private static Map<String, String> facts(JsonNode result, JsonNode plan, JsonNode estimate) {
        Map<String, String> facts = new LinkedHashMap<>();
        String end = result.path("range").path("frozenEnd").asText("");
        facts.put("Asked for", result.path("range").path("requested").asText());
        facts.put(
                "Whole partitions",
                Ranges.text(result.path("range").path("aligned").asText()));
        if (!end.isEmpty()) {
            facts.put("Newest height", Amounts.count(Long.parseLong(end)));
        }
        facts.put(
                "Partitions",
                Amounts.count(plan.path("partitions").size()) + ", of "
                        + Amounts.count(plan.path("partitionSize").asLong()) + " each");
        facts.put(
                "Time",
                "about "
                        + Spans.text(Duration.ofMillis(
                                (long) (estimate.path("seconds").asDouble() * 1000))));
        facts.put("Files", "about " + Amounts.bytes(estimate.path("fileBytes").asLong()));
        facts.put(
                "On the way",
                "about " + Amounts.bytes(estimate.path("spillBytes").asLong()) + " in the staging directory");
        if (estimate.path("waves").asInt(1) > 1) {
            facts.put("Waves", Amounts.count(estimate.path("waves").asLong()));
        }
        return facts;
    }
}
