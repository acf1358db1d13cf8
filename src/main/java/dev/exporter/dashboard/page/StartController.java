package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.CommandLines;
import dev.exporter.dashboard.view.steering.PlanView;
import dev.exporter.dashboard.view.steering.StartView;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.operations.steering.Actor;
import dev.exporter.operations.steering.StartForm;
import dev.exporter.operations.steering.StartRequest;
import dev.exporter.operations.steering.Steering;
import dev.exporter.web.access.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Starts jobs (view {@code start}: {@code frame}, {@code view}, {@code outcome}; only its part {@code plan} for htmx). */
@Controller
final class StartController {
    /** Runs that are looked through for one of the same range. */
    private static final int LOOKED_THROUGH = 200;

    private final Watched watched;
    private final Steering steering;
    private final CommandLines commands;

    StartController(Watched watched, Steering steering, CommandLines commands) {
        this.watched = watched;
        this.steering = steering;
        this.commands = commands;
    }

    /** The form, filled with what the address gives. */
    @GetMapping("/start")
    ModelAndView ask(@RequestParam Map<String, String> parameters, HttpServletRequest request, Visitor visitor) {
        StartRequest start = read(parameters);
        return page(start, null, null, request, visitor);
    }

    @PostMapping("/start/plan")
    ModelAndView plan(
            @RequestParam Map<String, String> parameters,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean isPart,
            HttpServletRequest request,
            Visitor visitor) {
        StartRequest start = read(parameters);
        PlanView plan = PlanView.of(
                steering.preview(start),
                commands.of(start),
                range -> earlier(start.dataset(), range),
                watched.clock().instant());
        ModelAndView page = page(start, plan, null, request, visitor);
        if (isPart) {
            page.setViewName("start :: plan");
        }
        return page;
    }

    private Optional<JobSummary> earlier(String dataset, String requestedRange) {
        JobFilter completed = new JobFilter(Set.of(RunState.COMPLETED), Optional.of(dataset));
        return watched.jobs().list(completed, Optional.empty(), LOOKED_THROUGH).jobs().stream()
                .filter(job -> job.requestedRange().equals(requestedRange))
                .findFirst();
    }

    @PostMapping("/start")
    ModelAndView start(@RequestParam Map<String, String> parameters, HttpServletRequest request, Visitor visitor) {
        StartRequest start = read(parameters);
        ActionResult result = steering.start(start, new Actor(visitor.name(), Actor.Via.PAGE));
        if (result.accepted() && result.executionId().isPresent()) {
            RedirectView view = new RedirectView("/jobs/" + result.executionId().get());
            view.setStatusCode(HttpStatus.SEE_OTHER);
            return new ModelAndView(view);
        }
        if (result.accepted()) {
            return ActionController.result(
                    result, Action.START, 0, false, Frame.of("What came of it", "start", request, visitor));
        }
        ModelAndView page = page(start, null, result.message(), request, visitor);
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }

    private ModelAndView page(
            StartRequest start,
            @Nullable PlanView plan,
            @Nullable String refusal,
            HttpServletRequest request,
            Visitor visitor) {
        StartView view = StartView.of(steering.forms(), start.dataset(), start.options(), plan);
        ModelAndView page = new ModelAndView("start");
        page.addObject("frame", Frame.of("Start a job", "start", request, visitor));
        page.addObject("view", view);
        page.addObject("refusal", refusal);
        return page;
    }

    /** What was entered; fields that were left empty are not given. */
    private StartRequest read(Map<String, String> parameters) {
        List<StartForm> forms = steering.forms();
        String dataset = parameters.getOrDefault(
                "dataset", forms.isEmpty() ? "" : forms.get(0).dataset());
        Map<String, String> options = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(StartView.PREFIX) && !value.isBlank()) {
                options.put(name.substring(StartView.PREFIX.length()), value.strip());
            }
        });
        // Lists to choose from always send something.
        forms.stream()
                .filter(form -> form.dataset().equals(dataset))
                .flatMap(form -> form.fields().stream())
                .filter(field -> !field.choices().isEmpty())
                .forEach(field -> options.remove(field.name(), field.value()));
        return new StartRequest(dataset, options);
    }
}
