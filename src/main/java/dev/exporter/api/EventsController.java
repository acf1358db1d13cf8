package dev.exporter.api;

import dev.exporter.api.json.JobJson;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.live.LiveHub;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** Streams of events for programs: the same JSON as elsewhere, sent when it changes. */
@Controller
@RequestMapping(path = "/api/v1", produces = "text/event-stream")
final class EventsController {
    private final Jobs jobs;
    private final LiveHub hub;

    EventsController(Jobs jobs, LiveHub hub) {
        this.jobs = jobs;
        this.hub = hub;
    }

    /** The event {@code overview}. */
    @GetMapping("/events")
    void overview(Visitor visitor, HttpServletRequest request, HttpServletResponse response) throws IOException {
        hub.watch(
                "interface overview",
                () -> Map.of(
                        "overview", JobJson.overviewWithoutTime(jobs.overview()).toString()),
                visitor::isWelcome,
                request,
                response);
    }

    /** The event {@code job}. */
    @GetMapping("/jobs/{id}/events")
    void job(@PathVariable long id, Visitor visitor, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Asked.requireJob(jobs, id);
        hub.watch(
                "interface job " + id,
                () -> jobs.summary(id)
                        .map(job -> Map.of("job", JobJson.summary(job).toString()))
                        .orElse(Map.of()),
                visitor::isWelcome,
                request,
                response);
    }
}
