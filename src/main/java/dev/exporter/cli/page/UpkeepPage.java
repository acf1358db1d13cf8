package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.cli.progress.Amounts;
import dev.exporter.operations.Cleaning;
import dev.exporter.operations.Recovering;
import dev.exporter.plan.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** What {@code recover} and {@code clean} print: lines, or one JSON object. */
public final class UpkeepPage {
    private final PrintStream out;
    private final boolean isJson;

    public UpkeepPage(PrintStream out, boolean isJson) {
        this.out = out;
        this.isJson = isJson;
    }

    /** Says what becomes of each run. */
    public void listRuns(List<Recovering.Run> runs, boolean isDryRun) {
        if (isJson) {
            return;
        }
        if (runs.isEmpty()) {
            out.println("There are no unfinished runs.");
        }
        for (Recovering.Run run : runs) {
            String what = run.dataset().isEmpty() ? "" : " (" + run.dataset() + " " + run.requestedRange() + ")";
            out.println(run.verdict() + ": run " + run.runId() + what + ": " + run.reason() + " [" + run.where() + "]");
        }
        if (isDryRun && !runs.isEmpty()) {
            out.println(
                    runs.stream().anyMatch(Recovering.Run::isChanged)
                            ? "Nothing was changed; --yes does it."
                            : "Nothing was changed, and there is nothing that --yes would do.");
        }
        out.flush();
    }

    /** A line about what was done. */
    public void say(String sentence) {
        if (!isJson) {
            out.println(sentence);
            out.flush();
        }
    }

    /** Ends the page, which with JSON is all of it. */
    public void endRuns(List<Recovering.Run> runs, boolean isDryRun, List<String> done) {
        if (isJson) {
            object(isDryRun, json -> {
                json.writeArrayFieldStart("runs");
                for (Recovering.Run run : runs) {
                    json.writeStartObject();
                    json.writeStringField("runId", run.runId());
                    json.writeStringField("dataset", run.dataset());
                    json.writeStringField("requestedRange", run.requestedRange());
                    json.writeStringField("where", run.where());
                    json.writeStringField("verdict", run.verdict());
                    json.writeStringField("reason", run.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
                JsonResult.strings(json, "done", done);
            });
        }
    }

    /** Lists what is not needed, with what became of it. */
    public void listItems(List<Cleaning.Item> items, boolean isDryRun) {
        if (isJson) {
            object(isDryRun, json -> items(json, items));
            return;
        }
        items.forEach(item -> out.println(item.state() + ": " + item.kind() + " " + item.path() + " ("
                + Amounts.bytes(item.bytes()) + ", first seen " + item.firstSeen() + ")"));
        long bytes = items.stream().mapToLong(Cleaning.Item::bytes).sum();
        out.println(
                items.isEmpty()
                        ? "There is nothing to clean."
                        : items.size() + " things are not needed, " + Amounts.bytes(bytes) + " in files."
                                + (isDryRun ? " Nothing was removed; --yes removes what is removable." : ""));
    }

    private static void items(JsonGenerator json, List<Cleaning.Item> items) throws IOException {
        json.writeArrayFieldStart("items");
        for (Cleaning.Item item : items) {
            json.writeStartObject();
            json.writeStringField("kind", item.kind());
            json.writeStringField("path", item.path().toString());
            json.writeNumberField("bytes", item.bytes());
            json.writeStringField("firstSeen", item.firstSeen().toString());
            json.writeStringField("state", item.state());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void object(boolean isDryRun, JsonResult.More content) {
        out.println(JsonResult.object(ExitCode.DONE, json -> {
            json.writeBooleanField("dryRun", isDryRun);
            content.write(json);
            json.writeNullField("error");
        }));
    }
}
