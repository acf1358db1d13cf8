package dev.exporter.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.api.json.SteeringJson;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.operations.steering.Actor;
import dev.exporter.operations.steering.StartRequest;
import dev.exporter.operations.steering.Steering;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Starts jobs, and acts on them. */
@Controller
@ResponseBody
@RequestMapping(path = "/api/v1", produces = "application/json")
final class SteeringController {
    private final Jobs jobs;
    private final Steering steering;

    SteeringController(Jobs jobs, Steering steering) {
        this.jobs = jobs;
        this.steering = steering;
    }

    /** What is to be exported. */
    record Start(@Nullable String dataset, @Nullable Map<String, @Nullable Object> options) {
        private StartRequest request() {
            if (dataset == null) {
                throw new HttpProblemException(HttpProblem.MALFORMED, "'dataset' is missing");
            }
            Map<String, @Nullable Object> given = Objects.requireNonNullElse(options, Map.of());
            Map<String, String> texts = new LinkedHashMap<>();
            given.forEach((name, value) -> texts.put(name, text(name, value)));
            return new StartRequest(dataset, texts);
        }

        /** Numbers and flags may be given as such. */
        private static String text(String name, @Nullable Object value) {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                return value.toString();
            }
            throw new HttpProblemException(
                    HttpProblem.MALFORMED, "The option '" + name + "' is neither text, number nor true or false");
        }
    }

    /** What is to be done with a job. */
    record Act(@Nullable String action, @Nullable String partition) {}

    @GetMapping("/datasets")
    ObjectNode datasets() {
        return SteeringJson.forms(steering.forms());
    }

    @PostMapping(path = "/plans", consumes = "application/json")
    ObjectNode preview(@RequestBody Start start) {
        return SteeringJson.preview(steering.preview(start.request()));
    }

    @PostMapping(path = "/jobs", consumes = "application/json")
    ResponseEntity<ObjectNode> start(@RequestBody Start start, Visitor visitor) {
        return answer(steering.start(start.request(), actor(visitor)));
    }

    @PostMapping(path = "/jobs/{id}/actions", consumes = "application/json")
    ResponseEntity<ObjectNode> act(@PathVariable long id, @RequestBody Act act, Visitor visitor) {
        if (act.action() == null) {
            throw new HttpProblemException(HttpProblem.MALFORMED, "'action' is missing");
        }
        Action action = Asked.choice("action", act.action(), Action.values(), Action::text);
        Asked.requireJob(jobs, id);
        return answer(steering.act(id, action, Optional.ofNullable(act.partition()), actor(visitor)));
    }

    private static Actor actor(Visitor visitor) {
        return new Actor(visitor.name(), Actor.Via.INTERFACE);
    }

    /** Accepted is all that can be said: what was asked for goes on in another process. */
    private static ResponseEntity<ObjectNode> answer(ActionResult result) {
        if (!result.accepted()) {
            throw new HttpProblemException(HttpProblem.CONFLICT, result.message());
        }
        ResponseEntity.BodyBuilder response = ResponseEntity.status(HttpStatus.ACCEPTED);
        result.executionId().ifPresent(id -> response.header("Location", "/api/v1/jobs/" + id));
        return response.body(SteeringJson.result(result));
    }
}
