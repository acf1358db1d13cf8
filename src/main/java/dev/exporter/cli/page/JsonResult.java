package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.operations.ExportReport;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The one JSON object that {@code --json} prints, whatever the outcome; docs/result.schema.json describes it. Keys are
 * never left out: what is not known is null.
 */
public final class JsonResult {
    private static final int SCHEMA = 1;

    private JsonResult() {}

    /** Writes further keys at the end of the object. */
    interface More {
        void write(JsonGenerator json) throws IOException;
    }

    /** An object that begins as those of all commands do. */
    static String object(ExitCode exitCode, More content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField("status", exitCode.status());
            json.writeNumberField("exitCode", exitCode.code());
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** An array of texts. */
    public static void printStrings(List<String> texts, PrintStream out) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartArray();
            for (String one : texts) {
                json.writeString(one);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
    }

    public static void print(ExportReport report, PrintStream out) {
        print(report, out, json -> {});
    }

    public static void print(ExportReport report, PrintStream out, More more) {
        out.println(object(report.exitCode(), json -> {
            string(json, "runId", report.runId());
            string(json, "resumedFrom", report.resumed() ? report.runId() : Optional.empty());
            string(json, "dataset", Optional.of(report.dataset()).filter(name -> !name.isEmpty()));
            range(json, report);
            tables(json, report.tables());
            strings(json, "warnings", report.warnings());
            error(json, report.error());
            json.writeBooleanField("resumable", report.resumable());
            json.writeNumberField("seconds", report.elapsed().toMillis() / 1000.0);
            more.write(json);
        }));
        out.flush();
    }

    /** The object of an outcome without a report: refused or failed before there could be one. */
    public static void print(ExitCode exitCode, Problem problem, PrintStream out) {
        print(
                new ExportReport(
                        exitCode,
                        Optional.empty(),
                        false,
                        "",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.of(problem),
                        false,
                        Duration.ZERO),
                out);
    }

    static void strings(JsonGenerator json, String key, List<String> texts) throws IOException {
        json.writeArrayFieldStart(key);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void range(JsonGenerator json, ExportReport report) throws IOException {
        json.writeObjectFieldStart("range");
        string(json, "requested", Optional.of(report.requestedRange()).filter(range -> !range.isEmpty()));
        string(json, "aligned", report.aligned().map(KeyRange::toString));
        if (report.range().isPresent()) {
            json.writeNumberField("frozenEnd", report.range().get().last());
        } else {
            json.writeNullField("frozenEnd");
        }
        json.writeEndObject();
    }

    private static void tables(JsonGenerator json, List<ExportReport.Table> tables) throws IOException {
        json.writeArrayFieldStart("tables");
        for (ExportReport.Table table : tables) {
            json.writeStartObject();
            json.writeStringField("name", table.name());
            json.writeNumberField("rows", table.rows());
            json.writeNumberField("files", table.files());
            json.writeNumberField("bytes", table.bytes());
            json.writeNumberField("snapshotId", table.snapshotId());
            json.writeNumberField("replacedFiles", table.replacedFiles());
            json.writeNumberField("keptPartitions", table.keptPartitions());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void error(JsonGenerator json, Optional<Problem> error) throws IOException {
        if (error.isEmpty()) {
            json.writeNullField("error");
            return;
        }
        json.writeObjectFieldStart("error");
        json.writeStringField("code", error.get().code());
        json.writeStringField("message", error.get().message());
        json.writeStringField("where", error.get().where());
        json.writeStringField("remedy", error.get().remedy());
        json.writeEndObject();
    }

    private static void string(JsonGenerator json, String key, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(key, text.get());
        } else {
            json.writeNullField(key);
        }
    }
}
