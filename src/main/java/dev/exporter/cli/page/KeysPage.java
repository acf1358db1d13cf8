package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.web.keys.Key;
import dev.exporter.web.keys.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code keys} prints: text, or one JSON object. */
public final class KeysPage {
    private final PrintStream out;
    private final boolean isJson;

    public KeysPage(PrintStream out, boolean isJson) {
        this.out = out;
        this.isJson = isJson;
    }

    /** @param secret the key itself, which is shown here and nowhere else */
    public void added(String name, Scope scope, String secret) {
        if (isJson) {
            json(json -> {
                json.writeStringField("name", name);
                json.writeStringField("scope", scope.text());
                json.writeStringField("key", secret);
            });
        } else {
            out.println(secret);
        }
        out.flush();
    }

    public void removed(String name) {
        if (isJson) {
            json(json -> json.writeStringField("removed", name));
        } else {
            out.println("removed " + name);
        }
        out.flush();
    }

    public void list(List<Key> keys) {
        if (isJson) {
            json(json -> {
                json.writeArrayFieldStart("keys");
                for (Key key : keys) {
                    json.writeStartObject();
                    json.writeStringField("name", key.name());
                    json.writeStringField("scope", key.scope().text());
                    json.writeStringField("created", key.created().toString());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        } else {
            List<List<String>> rows = new ArrayList<>(List.of(List.of("name", "scope", "created")));
            keys.forEach(key -> rows.add(
                    List.of(key.name(), key.scope().text(), key.created().toString())));
            TextTable.lines("lll", rows).forEach(out::println);
        }
        out.flush();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private void json(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schema", 1);
            json.writeStringField("status", "done");
            json.writeNumberField("exitCode", 0);
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
    }
}
