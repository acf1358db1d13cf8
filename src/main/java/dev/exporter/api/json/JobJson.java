package dev.exporter.api.json;

import static dev.exporter.api.json.Json.array;
import static dev.exporter.api.json.Json.object;
import static dev.exporter.api.json.Json.texts;
import static dev.exporter.api.json.Json.time;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.operations.jobs.Failure;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.operations.jobs.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Jobs in JSON. */
public final class JobJson {
    private JobJson() {}

    public static ObjectNode overview(Overview overview) {
        ObjectNode json = overviewWithoutTime(overview);
        json.set("disks", array(overview.disks(), JobJson::disk));
        return json.put("at", overview.at().toString());
    }

    /** What of an overview changes only when something happens. */
    public static ObjectNode overviewWithoutTime(Overview overview) {
        ObjectNode counts = object();
        new TreeMap<>(overview.counts()).forEach((state, count) -> counts.put(state.text(), count));
        ObjectNode json = object();
        json.set("counts", counts);
        json.set("running", array(overview.running(), JobJson::summary));
        json.set("stuck", array(overview.stuck(), JobJson::summary));
        json.set("latest", array(overview.latest(), JobJson::summary));
        return json;
    }

    private static ObjectNode disk(Overview.Disk disk) {
        return object().put("name", disk.name())
                .put("path", disk.path().toString())
                .put("freeBytes", disk.freeBytes())
                .put("totalBytes", disk.totalBytes());
    }

    public static ObjectNode page(JobPage page) {
        ObjectNode json = object();
        json.set("items", array(page.jobs(), JobJson::summary));
        return json.put("next", page.next().orElse(null));
    }

    public static ObjectNode summary(JobSummary job) {
        ObjectNode json = object().put("executionId", job.executionId())
                .put("runId", job.run())
                .put("dataset", job.dataset())
                .put("warehouse", job.warehouse().toString())
                .put("requestedRange", job.requestedRange())
                .put("range", job.range().toString())
                .put("aligned", job.aligned().toString())
                .put("state", job.state().text())
                .put("stage", job.stage())
                .put("started", job.started().toString())
                .put("ended", time(job.ended()))
                .put("elapsedSeconds", Json.seconds(job.elapsed()))
                .put("attempts", job.attempts());
        json.set("partitions", partitions(job.partitions()));
        json.put("rows", job.rows())
                .put("files", job.files())
                .put("bytes", job.bytes())
                .put("progress", Json.ratio(job.progress()))
                .put(
                        "rowsPerSecond",
                        job.rowsPerSecond().isPresent()
                                ? (Double) Json.rounded(job.rowsPerSecond().getAsDouble())
                                : null)
                .put(
                        "remainingSeconds",
                        job.remaining().map(Duration::toSeconds).orElse(null));
        json.set("failure", failure(job.failure()));
        return json;
    }

    private static ObjectNode partitions(JobSummary.Partitions partitions) {
        return object().put("total", partitions.total())
                .put("pending", partitions.pending())
                .put("running", partitions.running())
                .put("interrupted", partitions.interrupted())
                .put("stopped", partitions.stopped())
                .put("failed", partitions.failed())
                .put("completed", partitions.completed());
    }

    public static ObjectNode detail(JobDetail job) {
        ObjectNode json = object();
        json.set("job", summary(job.summary()));
        json.set("attempts", array(job.attempts(), JobJson::attempt));
        json.set("stages", array(job.stages(), JobJson::stage));
        json.set("parameters", map(job.parameters()));
        json.set("plan", job.plan().map(JobJson::plan).orElse(null));
        json.set("failure", failure(job.failure()));
        json.set("offers", array(job.offers(), JobJson::offer));
        return json;
    }

    private static ObjectNode attempt(JobDetail.Attempt attempt) {
        return object().put("executionId", attempt.executionId())
                .put("number", attempt.number())
                .put("state", attempt.state().text())
                .put("started", attempt.started().toString())
                .put("ended", time(attempt.ended()))
                .put("completed", attempt.completed())
                .put("message", attempt.message());
    }

    private static ObjectNode stage(JobDetail.Stage stage) {
        return object().put("name", stage.name())
                .put("wave", stage.wave())
                .put("state", stage.state().text())
                .put("started", time(stage.started()))
                .put("ended", time(stage.ended()))
                .put("progress", Json.ratio(stage.progress()));
    }

    private static ObjectNode plan(JobDetail.Plan plan) {
        ObjectNode json = object().put("planned", plan.planned().toString())
                .put("partitionSize", plan.partitionSize())
                .put("partitions", plan.partitions())
                .put("waves", plan.waves());
        json.set("tables", texts(plan.tables()));
        json.set("scanned", texts(plan.scanned()));
        json.set("settings", map(plan.settings()));
        return json;
    }

    static ObjectNode offer(Offer offer) {
        return object().put("action", offer.action().text())
                .put("available", offer.available())
                .put("reason", offer.reason())
                .put("asksFirst", offer.asksFirst());
    }

    static @Nullable ObjectNode failure(Optional<Failure> failure) {
        return failure.map(JobJson::failure).orElse(null);
    }

    private static ObjectNode failure(Failure failure) {
        ObjectNode json = object().put("kind", failure.kind())
                .put("message", failure.message())
                .put("where", failure.where())
                .put("remedy", failure.remedy())
                .put("partition", failure.partition().orElse(null));
        json.set("causes", array(failure.causes(), cause -> {
            ObjectNode one = object().put("type", cause.type()).put("message", cause.message());
            one.set("trace", texts(cause.trace()));
            return one;
        }));
        return json;
    }

    public static ObjectNode rates(List<Rate> rates) {
        ObjectNode json = object();
        json.set(
                "items",
                array(
                        rates,
                        rate -> object().put("from", rate.from().toString())
                                .put("to", rate.to().toString())
                                .put("rowsPerSecond", Json.rounded(rate.rowsPerSecond()))
                                .put("bytesPerSecond", Json.rounded(rate.bytesPerSecond()))));
        return json;
    }

    private static ObjectNode map(Map<String, String> map) {
        ObjectNode json = object();
        map.forEach(json::put);
        return json;
    }
}
