package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.jobs.PartitionView;
import dev.exporter.dashboard.view.jobs.PartitionsView;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.live.LiveHub;
import dev.exporter.web.problem.HttpProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Partitions of a job: their list (view {@code partitions}: {@code frame}, {@code partitions}, {@code jobHref},
 * {@code jobTitle}; only its part {@code list} for htmx), and each of them (view {@code partition}: {@code frame},
 * {@code view}).
 */
@Controller
final class PartitionController {
    private static final List<String> LIVE =
            List.of("head", "offers", "failure", "tables", "timings", "attempts", "others");
    private static final int ROWS = 25;

    private final Watched watched;
    private final Parts parts;
    private final LiveHub hub;

    PartitionController(Watched watched, Parts parts, LiveHub hub) {
        this.watched = watched;
        this.parts = parts;
        this.hub = hub;
    }

    @GetMapping("/jobs/{id:\\d{1,18}}/partitions")
    ModelAndView list(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String order,
            @RequestParam(defaultValue = "") String cursor,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean isPart,
            HttpServletRequest request,
            Visitor visitor) {
        PartitionsView.Asked asked = PartitionsView.Asked.of(state, order, cursor);
        PartitionsView partitions = watched.jobs()
                .partitions(id, asked.filter(), asked.cursor(), ROWS)
                .map(page -> PartitionsView.of(page, id, asked, watched.clock().instant()))
                .orElseThrow(() -> JobController.missing(id));
        return new ModelAndView(
                isPart ? "partitions :: list" : "partitions",
                Map.of(
                        "frame",
                        Frame.of("Partitions of job " + id, "jobs", request, visitor),
                        "partitions",
                        partitions,
                        "jobHref",
                        "/jobs/" + id,
                        "jobTitle",
                        "job " + id));
    }

    @GetMapping("/jobs/{id:\\d{1,18}}/partitions/{name:-?\\d{1,18}--?\\d{1,18}}")
    ModelAndView show(@PathVariable long id, @PathVariable String name, HttpServletRequest request, Visitor visitor) {
        return new ModelAndView(
                "partition",
                Map.of(
                        "frame",
                        Frame.of("Partition " + name + " of job " + id, "jobs", request, visitor),
                        "view",
                        view(id, name)));
    }

    @GetMapping("/live/jobs/{id:\\d{1,18}}/partitions/{name:-?\\d{1,18}--?\\d{1,18}}")
    void watch(
            @PathVariable long id,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response,
            Visitor visitor)
            throws IOException {
        view(id, name);
        boolean canOperate = visitor.canOperate();
        hub.watch(
                "partition page " + id + " " + name + " " + canOperate,
                () -> parts.of("partition", LIVE, Map.of("frame", Frame.ofParts(canOperate), "view", view(id, name))),
                visitor::isWelcome,
                request,
                response);
    }

    private PartitionView view(long id, String name) {
        return watched.jobs()
                .partition(id, name)
                .map(partition -> PartitionView.of(partition, watched.clock().instant()))
                .orElseThrow(() -> HttpProblemException.missing("There is no partition " + name + " of job " + id));
    }
}
