package dev.exporter.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Holds JSON against the schemas of an OpenAPI description: as much of JSON Schema as that uses. */
final class DescribedForms {
    private final JsonNode description;

    DescribedForms(JsonNode description) {
        this.description = description;
    }

    /** What is not as the answer of {@code get path} is described. */
    List<String> faults(String path, JsonNode answer) {
        JsonNode schema = description
                .path("paths")
                .path(path)
                .path("get")
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
        List<String> faults = new ArrayList<>();
        check(schema, answer, path, faults);
        return faults;
    }

    private void check(JsonNode schema, JsonNode value, String where, List<String> faults) {
        if (schema.isMissingNode()) {
            faults.add(where + " is not described");
        } else if (schema.has("$ref")) {
            check(description.at(schema.path("$ref").asText().substring(1)), value, where, faults);
        } else if (schema.has("oneOf")) {
            for (JsonNode choice : schema.path("oneOf")) {
                List<String> others = new ArrayList<>();
                check(choice, value, where, others);
                if (others.isEmpty()) {
                    return;
                }
            }
            faults.add(where + " is none of its forms: " + value);
        } else {
            checkType(schema, value, where, faults);
        }
    }

    private void checkType(JsonNode schema, JsonNode value, String where, List<String> faults) {
        Set<String> types = new TreeSet<>();
        if (schema.path("type").isArray()) {
            schema.path("type").forEach(type -> types.add(type.asText()));
        } else {
            types.add(schema.path("type").asText());
        }
        if (types.stream().noneMatch(type -> isOf(type, value))) {
            faults.add(where + " is not " + types + ": " + value);
        } else if (value.isObject()) {
            checkObject(schema, value, where, faults);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), where + "[" + i + "]", faults);
            }
        } else if (schema.has("enum")) {
            List<String> choices = new ArrayList<>();
            schema.path("enum").forEach(choice -> choices.add(choice.asText()));
            if (!choices.contains(value.asText())) {
                faults.add(where + " is none of " + choices + ": " + value);
            }
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String where, List<String> faults) {
        JsonNode properties = schema.path("properties");
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(where + " has no " + name.asText());
            }
        });
        value.properties().forEach(entry -> {
            String inner = where + "." + entry.getKey();
            if (properties.has(entry.getKey())) {
                check(properties.path(entry.getKey()), entry.getValue(), inner, faults);
            } else if (schema.has("additionalProperties")) {
                check(schema.path("additionalProperties"), entry.getValue(), inner, faults);
            } else if (schema.has("properties")) {
                faults.add(inner + " is not described");
            }
        });
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
    }
}
