package dev.exporter.api.json;

import static dev.exporter.api.json.Json.array;
import static dev.exporter.api.json.Json.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.operations.jobs.LogEntry;

/** The operator's log in JSON. */
public final class LogJson {
    private LogJson() {}

    public static ObjectNode page(LogEntry.Page page) {
        ObjectNode json = object();
        json.set("items", array(page.entries(), LogJson::entry));
        return json.put("next", page.next().orElse(null));
    }

    private static ObjectNode entry(LogEntry entry) {
        return object().put("number", entry.number())
                .put("at", entry.at().toString())
                .put("who", entry.who())
                .put("via", entry.via())
                .put("action", entry.action())
                .put("executionId", entry.executionId().orElse(null))
                .put("runId", entry.run().orElse(null))
                .put("partition", entry.partition().orElse(null))
                .put("outcome", entry.outcome())
                .put("message", entry.message());
    }
}
