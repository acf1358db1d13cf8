package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.operations.steering.ActionResult;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What came of an action on a job: a sentence, or one JSON object, which docs/jobs.schema.json describes. */
public final class ActionPage {
    private final PrintStream out;

    public ActionPage(PrintStream out) {
        this.out = out;
    }

    public void printText(ActionResult result) {
        out.println(Character.toUpperCase(result.message().charAt(0))
                + result.message().substring(1) + ".");
        out.flush();
    }

    public void printJson(ActionResult result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            JobJson.begin(json);
            json.writeBooleanField("accepted", result.accepted());
            json.writeStringField("message", result.message());
            if (result.executionId().isPresent()) {
                json.writeNumberField("executionId", result.executionId().get());
            } else {
                json.writeNullField("executionId");
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
        out.flush();
    }
}
