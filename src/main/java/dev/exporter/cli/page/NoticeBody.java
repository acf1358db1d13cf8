package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.operations.ExportReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What the address of {@code --notify} is told: the event, when, and the same object that {@code --json} prints. */
public final class NoticeBody {
    private static final int SCHEMA = 1;

    private NoticeBody() {}

    /** {@code finished}, {@code stopped}, or {@code failed} for every other end. */
    public static String event(ExportReport report) {
        return switch (report.exitCode()) {
            case DONE -> "finished";
            case INTERRUPTED, TERMINATED -> "stopped";
            case FAILED, REFUSED, DIFFERENT, HELD, WOULD_LOSE_ROWS -> "failed";
        };
    }

    public static String of(ExportReport report, String event, Instant at) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        JsonResult.print(report, new PrintStream(result, true, StandardCharsets.UTF_8));
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField("event", event);
            json.writeStringField("at", at.toString());
            json.writeFieldName("result");
            json.writeRawValue(result.toString(StandardCharsets.UTF_8).strip());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
