package dev.exporter.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An OpenAPI description as a page shows it.
 *
 * @param text what the whole is
 */
public record OpenApiPage(String title, String version, String text, List<Operation> operations, List<Schema> schemas) {
    public OpenApiPage {
        operations = List.copyOf(operations);
        schemas = List.copyOf(schemas);
    }

    /** What can be asked for. */
    public record Operation(
            String method, String path, String summary, List<Field> parameters, String body, List<Answer> answers) {
        public Operation {
            parameters = List.copyOf(parameters);
            answers = List.copyOf(answers);
        }

        /** Where it is on the page. */
        public String anchor() {
            return (method + path).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        }
    }

    /** A parameter, or a field of an object. */
    public record Field(String name, String type, String description, boolean required) {}

    /** An answer by its status. */
    public record Answer(String status, String description, String schema) {}

    /** The form of an object. */
    public record Schema(String name, String description, List<Field> fields) {
        public Schema {
            fields = List.copyOf(fields);
        }
    }

    static OpenApiPage of(JsonNode description) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(operation(path.getKey(), method.getKey(), method.getValue(), description));
            }
        }
        List<Schema> schemas = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema :
                description.path("components").path("schemas").properties()) {
            schemas.add(schema(schema.getKey(), schema.getValue()));
        }
        JsonNode info = description.path("info");
        return new OpenApiPage(
                info.path("title").asText(),
                info.path("version").asText(),
                info.path("description").asText(),
                operations,
                schemas);
    }

    private static Operation operation(String path, String method, JsonNode operation, JsonNode description) {
        List<Field> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode actual = resolved(parameter, description);
            parameters.add(new Field(
                    actual.path("name").asText(),
                    type(actual.path("schema")),
                    actual.path("description").asText(),
                    actual.path("required").asBoolean()));
        }
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            JsonNode actual = resolved(response.getValue(), description);
            answers.add(new Answer(response.getKey(), actual.path("description").asText(), content(actual)));
        }
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("summary").asText(),
                parameters,
                content(operation.path("requestBody")),
                answers);
    }

    private static Schema schema(String name, JsonNode schema) {
        List<Field> fields = new ArrayList<>();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(one -> required.add(one.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            fields.add(new Field(
                    property.getKey(),
                    type(property.getValue()),
                    property.getValue().path("description").asText(),
                    required.contains(property.getKey())));
        }
        return new Schema(name, schema.path("description").asText(), fields);
    }

    private static JsonNode resolved(JsonNode node, JsonNode description) {
        String reference = node.path("$ref").asText();
        return reference.startsWith("#/") ? description.at(reference.substring(1)) : node;
    }

    private static String content(JsonNode holder) {
        for (Map.Entry<String, JsonNode> content : holder.path("content").properties()) {
            return type(content.getValue().path("schema"));
        }
        return "";
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asText();
            return reference.substring(reference.lastIndexOf('/') + 1);
        }
        if (schema.has("oneOf")) {
            List<String> choices = new ArrayList<>();
            schema.path("oneOf").forEach(one -> choices.add(type(one)));
            return String.join(" or ", choices);
        }
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(one -> values.add(one.asText()));
            return String.join(" | ", values);
        }
        if (schema.has("items")) {
            return "list of " + type(schema.path("items"));
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            List<String> types = new ArrayList<>();
            type.forEach(one -> types.add(one.asText()));
            return String.join(" or ", types);
        }
        return type.asText();
    }
}
