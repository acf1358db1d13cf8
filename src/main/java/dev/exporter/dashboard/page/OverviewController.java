package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.jobs.OverviewView;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.live.LiveHub;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The overview (view {@code overview}: {@code frame}, {@code view}). */
@Controller
final class OverviewController {
    private static final List<String> LIVE =
            List.of("verdict", "said", "stuck", "running", "latest", "tables", "outcomes", "disks");

    private final Watched watched;
    private final Parts parts;
    private final LiveHub hub;

    OverviewController(Watched watched, Parts parts, LiveHub hub) {
        this.watched = watched;
        this.parts = parts;
        this.hub = hub;
    }

    @GetMapping("/")
    ModelAndView show(HttpServletRequest request, Visitor visitor) {
        return new ModelAndView(
                "overview", Map.of("frame", Frame.of("Overview", "overview", request, visitor), "view", view()));
    }

    @GetMapping("/live/overview")
    void watch(HttpServletRequest request, HttpServletResponse response, Visitor visitor) throws IOException {
        boolean canOperate = visitor.canOperate();
        hub.watch(
                "overview page " + canOperate,
                () -> parts.of("overview", LIVE, Map.of("frame", Frame.ofParts(canOperate), "view", view())),
                visitor::isWelcome,
                request,
                response);
    }

    private OverviewView view() {
        return OverviewView.of(
                watched.jobs().overview(),
                watched.tables().summaries(),
                watched.jobs()::offers,
                watched.clock().instant());
    }
}
