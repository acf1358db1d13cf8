package dev.exporter.api.json;

import static dev.exporter.api.json.Json.array;
import static dev.exporter.api.json.Json.object;
import static dev.exporter.api.json.Json.time;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.operations.jobs.PartitionDetail;
import dev.exporter.operations.jobs.PartitionSummary;

/** Partitions of jobs in JSON. */
public final class PartitionJson {
    private PartitionJson() {}

    public static ObjectNode page(PartitionSummary.Page page) {
        ObjectNode json = object();
        json.set("items", array(page.partitions(), PartitionJson::summary));
        return json.put("next", page.next().orElse(null)).put("total", page.total());
    }

    private static ObjectNode summary(PartitionSummary partition) {
        return object().put("partition", partition.name())
                .put("wave", partition.wave())
                .put("state", partition.state().text())
                .put("attempts", partition.attempts())
                .put("rows", partition.rows())
                .put("files", partition.files())
                .put("bytes", partition.bytes())
                .put("started", time(partition.started()))
                .put("ended", time(partition.ended()))
                .put("elapsedSeconds", Json.seconds(partition.elapsed()))
                .put("worker", partition.worker())
                .put("straggler", partition.straggler());
    }

    public static ObjectNode detail(PartitionDetail partition) {
        ObjectNode json = object();
        json.set("partition", summary(partition.summary()));
        json.set("attempts", array(partition.attempts(), PartitionJson::attempt));
        json.set(
                "timings",
                array(
                        partition.timings(),
                        timing -> object().put("stage", timing.stage()).put("seconds", Json.seconds(timing.time()))));
        json.set("tables", array(partition.tables(), PartitionJson::table));
        json.set("failure", JobJson.failure(partition.failure()));
        json.set("offers", array(partition.offers(), JobJson::offer));
        return json;
    }

    private static ObjectNode attempt(PartitionDetail.Attempt attempt) {
        return object().put("executionId", attempt.executionId())
                .put("stepExecutionId", attempt.stepExecutionId())
                .put("state", attempt.state().text())
                .put("started", time(attempt.started()))
                .put("ended", time(attempt.ended()))
                .put("rows", attempt.rows())
                .put("files", attempt.files())
                .put("bytes", attempt.bytes())
                .put("message", attempt.message());
    }

    private static ObjectNode table(PartitionDetail.Table table) {
        ObjectNode json = object().put("name", table.name())
                .put("rows", table.rows())
                .put("contentHash", table.contentHash())
                .put("kept", table.kept())
                .put("lastKey", table.lastKey());
        json.set(
                "files",
                array(
                        table.files(),
                        file -> object().put("name", file.name())
                                .put("rows", file.rows())
                                .put("bytes", file.bytes())
                                .put("sha256", file.sha256())));
        return json;
    }
}
