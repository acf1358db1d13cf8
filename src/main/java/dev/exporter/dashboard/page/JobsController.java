package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.jobs.JobsView;
import dev.exporter.web.access.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The list of jobs (view {@code jobs}: {@code frame}, {@code view}). */
@Controller
final class JobsController {
    private static final int ROWS = 50;

    private final Watched watched;

    JobsController(Watched watched) {
        this.watched = watched;
    }

    @GetMapping("/jobs")
    ModelAndView show(
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            Visitor visitor) {
        JobsView.Asked asked = JobsView.Asked.of(state, cursor);
        JobsView view = JobsView.of(
                watched.jobs().list(asked.filter(), asked.cursor(), ROWS),
                asked,
                watched.jobs().counts(),
                watched.clock().instant());
        return new ModelAndView("jobs", Map.of("frame", Frame.of("Jobs", "jobs", request, visitor), "view", view));
    }
}
