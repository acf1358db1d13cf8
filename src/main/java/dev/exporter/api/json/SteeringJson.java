package dev.exporter.api.json;

import static dev.exporter.api.json.Json.array;
import static dev.exporter.api.json.Json.object;
import static dev.exporter.api.json.Json.texts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.operations.steering.Preview;
import dev.exporter.operations.steering.StartForm;
import java.util.List;

/** What can be asked of jobs, and what came of it, in JSON. */
public final class SteeringJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SteeringJson() {}

    public static ObjectNode result(ActionResult result) {
        return object().put("accepted", result.accepted())
                .put("message", result.message())
                .put("executionId", result.executionId().orElse(null));
    }

    public static ObjectNode forms(List<StartForm> forms) {
        ObjectNode json = object();
        json.set("items", array(forms, form -> {
            ObjectNode one = object().put("dataset", form.dataset());
            one.set("options", array(form.fields(), SteeringJson::field));
            return one;
        }));
        return json;
    }

    private static ObjectNode field(StartForm.Field field) {
        ObjectNode json = object().put("name", field.name())
                .put("group", field.group())
                .put("label", field.label())
                .put("description", field.description())
                .put("value", field.value())
                .put("shownDefault", field.shownDefault())
                .put("required", field.required())
                .put("flag", field.isFlag());
        json.set("choices", texts(field.choices()));
        return json;
    }

    public static ObjectNode preview(Preview preview) {
        ObjectNode json = object();
        try {
            json.set("plan", preview.json().isBlank() ? null : MAPPER.readTree(preview.json()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the plan is not JSON", e);
        }
        json.put("text", preview.plan());
        json.set("problem", preview.problem().map(Json::problem).orElse(null));
        return json.put("interrupted", preview.interrupted().orElse(null));
    }
}
