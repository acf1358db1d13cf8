package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.CommandLines;
import dev.exporter.dashboard.view.jobs.JobView;
import dev.exporter.dashboard.view.jobs.PartitionsView;
import dev.exporter.operations.jobs.JobPicture;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.live.LiveHub;
import dev.exporter.web.problem.HttpProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** A job (view {@code job}: {@code frame}, {@code view}, {@code partitions}), found by its number or by its run. */
@Controller
final class JobController {
    private static final List<String> LIVE = List.of(
            "head",
            "offers",
            "failure",
            "tiles",
            "stages",
            "map",
            "rates",
            "timeline",
            "attempts",
            "others",
            "commands");
    private static final int BUCKETS = 120;

    private final Watched watched;
    private final Parts parts;
    private final LiveHub hub;
    private final CommandLines commands;

    JobController(Watched watched, Parts parts, LiveHub hub, CommandLines commands) {
        this.watched = watched;
        this.parts = parts;
        this.hub = hub;
        this.commands = commands;
    }

    @GetMapping("/jobs/{id:\\d{1,18}}")
    ModelAndView show(@PathVariable long id, HttpServletRequest request, Visitor visitor) {
        PartitionsView.Asked asked = PartitionsView.Asked.of("", "", "");
        PartitionsView partitions = watched.jobs()
                .partitions(id, asked.filter(), Optional.empty(), 25)
                .map(page -> PartitionsView.of(page, id, asked, watched.clock().instant()))
                .orElseThrow(() -> missing(id));
        return new ModelAndView(
                "job",
                Map.of(
                        "frame",
                        Frame.of("Job " + id, "jobs", request, visitor),
                        "view",
                        view(id),
                        "partitions",
                        partitions));
    }

    /** The job of a run that a snapshot or a file names. */
    @GetMapping("/runs/{run:[0-9a-z]{1,26}}")
    RedirectView ofRun(@PathVariable String run) {
        try {
            RedirectView view = new RedirectView("/jobs/" + watched.jobs().find(run));
            view.setStatusCode(HttpStatus.SEE_OTHER);
            return view;
        } catch (ExporterException e) {
            if (e.exitCode() != ExitCode.REFUSED) {
                throw e;
            }
            throw HttpProblemException.missing("This job repository knows no run " + run);
        }
    }

    @GetMapping("/live/jobs/{id:\\d{1,18}}")
    void watch(@PathVariable long id, HttpServletRequest request, HttpServletResponse response, Visitor visitor)
            throws IOException {
        if (watched.jobs().summary(id).isEmpty()) {
            throw missing(id);
        }
        boolean canOperate = visitor.canOperate();
        hub.watch(
                "job page " + id + " " + canOperate,
                () -> parts.of("job", LIVE, Map.of("frame", Frame.ofParts(canOperate), "view", view(id))),
                visitor::isWelcome,
                request,
                response);
    }

    private JobView view(long id) {
        JobPicture picture = watched.jobs().picture(id, BUCKETS).orElseThrow(() -> missing(id));
        return JobView.of(
                picture.job(),
                picture.partitions(),
                picture.rates(),
                commands.of(picture.job()),
                watched.clock().instant());
    }

    static HttpProblemException missing(long id) {
        return HttpProblemException.missing("There is no job " + id);
    }
}
