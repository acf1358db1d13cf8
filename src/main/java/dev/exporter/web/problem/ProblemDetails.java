package dev.exporter.web.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/**
 * A problem as it is told.
 *
 * @param title the same for all of its code
 * @param detail about this one
 * @param where the option, field or thing it is about; may be empty
 * @param remedy what to do next; may be empty
 * @param exitCode with which the command line ends for the same reason
 */
public record ProblemDetails(
        int status, String code, String title, String detail, String where, String remedy, OptionalInt exitCode) {
    static ProblemDetails of(HttpProblem problem, String detail) {
        return new ProblemDetails(
                problem.status(), problem.code(), problem.title(), detail, "", "", OptionalInt.empty());
    }

    static ProblemDetails of(ExporterException e) {
        ExitCode exitCode = e.exitCode();
        return new ProblemDetails(
                HttpProblem.statusOf(e),
                e.problem().code(),
                switch (exitCode) {
                    case DONE -> "Done";
                    case FAILED -> "Failed";
                    case REFUSED -> "Refused";
                    case DIFFERENT -> "The tables differ from their source";
                    case HELD -> "Another run works on an overlapping range";
                    case WOULD_LOSE_ROWS -> "Rows would be lost";
                    case INTERRUPTED, TERMINATED -> "Stopped";
                },
                e.problem().message(),
                e.problem().where(),
                e.problem().remedy(),
                OptionalInt.of(exitCode.code()));
    }

    /** As {@code application/problem+json}. */
    String json(String instance) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", "urn:exporter:problem:" + code);
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeStringField("instance", instance);
            json.writeStringField("code", code);
            if (!where.isEmpty()) {
                json.writeStringField("where", where);
            }
            if (!remedy.isEmpty()) {
                json.writeStringField("remedy", remedy);
            }
            if (exitCode.isPresent()) {
                json.writeNumberField("exitCode", exitCode.getAsInt());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
