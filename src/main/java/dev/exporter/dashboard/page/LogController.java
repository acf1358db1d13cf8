package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.steering.LogView;
import dev.exporter.web.access.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The operator's log (view {@code log}: {@code frame}, {@code view}). */
@Controller
final class LogController {
    private static final int ROWS = 100;

    private final Watched watched;

    LogController(Watched watched) {
        this.watched = watched;
    }

    @GetMapping("/log")
    ModelAndView show(@RequestParam(defaultValue = "") String cursor, HttpServletRequest request, Visitor visitor) {
        Optional<String> from = Optional.of(cursor).filter(text -> !text.isEmpty());
        LogView view = LogView.of(
                watched.jobs().log(from, ROWS),
                from.isPresent(),
                watched.clock().instant());
        return new ModelAndView(
                "log", Map.of("frame", Frame.of("Operator's log", "log", request, visitor), "view", view));
    }
}
