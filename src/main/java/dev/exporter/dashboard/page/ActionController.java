package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.CommandLines;
import dev.exporter.dashboard.view.steering.ActionView;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.PartitionDetail;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.operations.steering.Actor;
import dev.exporter.operations.steering.Steering;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.problem.HttpProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Actions on jobs: the page or dialog that asks once more (view {@code action}: {@code frame}, {@code view}), and what came
 * of it (view {@code result}: {@code frame}, {@code view}).
 */
@Controller
final class ActionController {
    private final Watched watched;
    private final Steering steering;
    private final CommandLines commands;

    ActionController(Watched watched, Steering steering, CommandLines commands) {
        this.watched = watched;
        this.steering = steering;
        this.commands = commands;
    }

    @GetMapping("/jobs/{id:\\d{1,18}}/actions/{name}")
    ModelAndView ask(
            @PathVariable long id,
            @PathVariable String name,
            @RequestParam Optional<String> partition,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean isPart,
            HttpServletRequest request,
            Visitor visitor) {
        Action action = action(name);
        JobSummary job = watched.jobs().summary(id).orElseThrow(() -> JobController.missing(id));
        ActionView view =
                ActionView.of(job, action, partition, offers(id, partition), commands.of(id, action, partition));
        return new ModelAndView(
                isPart ? "action :: ask" : "action",
                Map.of("frame", Frame.of(view.title(), "jobs", request, visitor), "view", view));
    }

    @PostMapping("/jobs/{id:\\d{1,18}}/actions/{name}")
    ModelAndView act(
            @PathVariable long id,
            @PathVariable String name,
            @RequestParam Optional<String> partition,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean isPart,
            HttpServletRequest request,
            Visitor visitor) {
        Action action = action(name);
        if (watched.jobs().summary(id).isEmpty()) {
            throw JobController.missing(id);
        }
        ActionResult result = steering.act(id, action, partition, new Actor(visitor.name(), Actor.Via.PAGE));
        return result(result, action, id, isPart, Frame.of("What came of it", "jobs", request, visitor));
    }

    static ModelAndView result(ActionResult result, Action action, long id, boolean isPart, Frame frame) {
        ActionView.Result view = ActionView.Result.of(result, action, id);
        ModelAndView page =
                new ModelAndView(isPart ? "result :: notice" : "result", Map.of("frame", frame, "view", view));
        page.setStatus(result.accepted() ? HttpStatus.OK : HttpStatus.CONFLICT);
        return page;
    }

    private List<Offer> offers(long id, Optional<String> partition) {
        return partition
                .flatMap(name -> watched.jobs().partition(id, name).map(PartitionDetail::offers))
                .orElseGet(() -> watched.jobs().offers(id));
    }

    private static Action action(String name) {
        return Arrays.stream(Action.values())
                .filter(action -> action.text().equals(name) && action != Action.START)
                .findFirst()
                .orElseThrow(() -> HttpProblemException.missing("There is no action " + name));
    }
}
