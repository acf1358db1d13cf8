package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.operations.jobs.Failure;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Jobs in JSON, as docs/jobs.schema.json describes them. Keys are never left out: what is not known is null. */
final class JobJson {
    private static final int SCHEMA = 1;

    private JobJson() {}

    /** What every object of a command that was done begins with. */
    static void begin(JsonGenerator json) throws IOException {
        json.writeNumberField("schema", SCHEMA);
        json.writeStringField("status", "done");
        json.writeNumberField("exitCode", 0);
    }

    /** The fields of a summary. */
    static void summary(JsonGenerator json, JobSummary job) throws IOException {
        json.writeNumberField("executionId", job.executionId());
        json.writeStringField("runId", job.run());
        json.writeStringField("dataset", job.dataset());
        json.writeStringField("warehouse", job.warehouse().toString());
        json.writeStringField("requestedRange", job.requestedRange());
        json.writeStringField("range", job.range().toString());
        json.writeStringField("aligned", job.aligned().toString());
        json.writeStringField("state", job.state().text());
        json.writeStringField("stage", job.stage());
        json.writeStringField("started", job.started().toString());
        time(json, "ended", job.ended());
        json.writeNumberField("elapsedSeconds", seconds(job.elapsed()));
        json.writeNumberField("attempts", job.attempts());
        json.writeObjectFieldStart("partitions");
        json.writeNumberField("total", job.partitions().total());
        json.writeNumberField("pending", job.partitions().pending());
        json.writeNumberField("running", job.partitions().running());
        json.writeNumberField("interrupted", job.partitions().interrupted());
        json.writeNumberField("stopped", job.partitions().stopped());
        json.writeNumberField("failed", job.partitions().failed());
        json.writeNumberField("completed", job.partitions().completed());
        json.writeEndObject();
        json.writeNumberField("rows", job.rows());
        json.writeNumberField("files", job.files());
        json.writeNumberField("bytes", job.bytes());
        json.writeNumberField("progress", Math.round(job.progress() * 10_000) / 10_000.0);
        if (job.rowsPerSecond().isPresent()) {
            json.writeNumberField(
                    "rowsPerSecond", Math.round(job.rowsPerSecond().getAsDouble()));
        } else {
            json.writeNullField("rowsPerSecond");
        }
        if (job.remaining().isPresent()) {
            json.writeNumberField("remainingSeconds", job.remaining().get().toSeconds());
        } else {
            json.writeNullField("remainingSeconds");
        }
    }

    /** The fields of a job's details that its summary does not have. */
    static void detail(JsonGenerator json, JobDetail job) throws IOException {
        json.writeArrayFieldStart("stages");
        for (JobDetail.Stage stage : job.stages()) {
            json.writeStartObject();
            json.writeStringField("name", stage.name());
            json.writeNumberField("wave", stage.wave());
            json.writeStringField("state", stage.state().text());
            time(json, "started", stage.started());
            time(json, "ended", stage.ended());
            json.writeNumberField("progress", Math.round(stage.progress() * 10_000) / 10_000.0);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("executions");
        for (JobDetail.Attempt attempt : job.attempts()) {
            json.writeStartObject();
            json.writeNumberField("executionId", attempt.executionId());
            json.writeNumberField("number", attempt.number());
            json.writeStringField("state", attempt.state().text());
            json.writeStringField("started", attempt.started().toString());
            time(json, "ended", attempt.ended());
            json.writeNumberField("completed", attempt.completed());
            json.writeStringField("message", attempt.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("settings");
        Map<String, String> settings = job.plan().map(JobDetail.Plan::settings).orElse(Map.of());
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("actions");
        for (Offer offer : job.offers()) {
            json.writeStartObject();
            json.writeStringField("action", offer.action().text());
            json.writeBooleanField("available", offer.available());
            json.writeStringField("reason", offer.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void failure(JsonGenerator json, Optional<Failure> failure) throws IOException {
        if (failure.isEmpty()) {
            json.writeNullField("failure");
            return;
        }
        json.writeObjectFieldStart("failure");
        json.writeStringField("kind", failure.get().kind());
        json.writeStringField("message", failure.get().message());
        json.writeStringField("where", failure.get().where());
        json.writeStringField("remedy", failure.get().remedy());
        if (failure.get().partition().isPresent()) {
            json.writeStringField("partition", failure.get().partition().get());
        } else {
            json.writeNullField("partition");
        }
        json.writeArrayFieldStart("causes");
        for (Failure.Cause cause : failure.get().causes()) {
            json.writeStartObject();
            json.writeStringField("type", cause.type());
            json.writeStringField("message", cause.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static void time(JsonGenerator json, String key, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            json.writeStringField(key, time.get().toString());
        } else {
            json.writeNullField(key);
        }
    }
}
