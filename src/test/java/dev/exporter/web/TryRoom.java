package dev.exporter.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.web.access.LoginController;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.live.LiveHub;
import dev.exporter.web.page.Assets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** A room to try the server with: things to read, to change, to watch, and things that go wrong. Spring finds them within it. */
@Configuration(proxyBeanMethods = false)
class TryRoom {
    /** The page that asks for a key is the pages' room's, whose frame it has. */
    @ControllerAdvice(assignableTypes = LoginController.class)
    static final class Framed {
        @ModelAttribute("frame")
        TryFrame frame() {
            return new TryFrame(
                    "Log in", "auto", "as the system", "1", Assets.version(), List.of(), null, "", null, false);
        }
    }

    /** What can be watched, and how often it was looked at. */
    static final class Watched {
        final Map<String, String> parts = new ConcurrentHashMap<>(Map.of("one", "1"));
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger changes = new AtomicInteger();
        /** How often looking fails from now on, by an error that no program can do anything about. */
        final AtomicInteger errors = new AtomicInteger();
    }

    @Controller
    static final class Things {
        private final LiveHub hub;
        private final Watched watched;

        Things(LiveHub hub, Watched watched) {
            this.hub = hub;
            this.watched = watched;
        }

        @GetMapping("/")
        @ResponseBody
        String overview(Visitor visitor) {
            return "seen by " + visitor.name();
        }

        @GetMapping("/api/v1/things/{number}")
        @ResponseBody
        JsonNode thing(@PathVariable long number) {
            return JsonNodeFactory.instance.objectNode().put("number", number);
        }

        @PostMapping(path = "/api/v1/things", consumes = "application/json")
        @ResponseBody
        JsonNode change(@RequestBody JsonNode body) {
            watched.changes.incrementAndGet();
            return body;
        }

        @PostMapping("/change")
        @ResponseBody
        String changeByForm(@RequestParam String name) {
            watched.changes.incrementAndGet();
            return "changed " + name;
        }

        /** So much that no connection takes it at once. */
        @GetMapping("/api/v1/large")
        @ResponseBody
        JsonNode large() {
            return JsonNodeFactory.instance.objectNode().put("text", "x".repeat(30_000_000));
        }

        @GetMapping("/broken")
        @ResponseBody
        String broken() {
            throw new IllegalStateException("jdbc:postgresql://inside?password=hidden");
        }

        @GetMapping("/refused")
        @ResponseBody
        String refused(@RequestParam String code) {
            throw new ExporterException(
                    ExitCode.valueOf(code),
                    new Problem("thing-wrong", "<script>alert(1)</script>", "<b>", "<img src=x>"),
                    null);
        }

        @GetMapping("/viewers")
        @ResponseBody
        String viewers() {
            return Integer.toString(hub.viewers());
        }

        /** Changes each time that it is looked at. */
        @GetMapping("/ticks")
        void ticks(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AtomicInteger ticks = new AtomicInteger();
            hub.watch(
                    "ticks",
                    () -> Map.of("tick", Integer.toString(ticks.incrementAndGet())),
                    () -> true,
                    request,
                    response);
        }

        @GetMapping("/live")
        void live(Visitor visitor, HttpServletRequest request, HttpServletResponse response) throws IOException {
            hub.watch(
                    "things",
                    () -> {
                        watched.asked.incrementAndGet();
                        if (watched.errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                            throw new NoClassDefFoundError("the jar has gone");
                        }
                        return Map.copyOf(watched.parts);
                    },
                    visitor::isWelcome,
                    request,
                    response);
        }
    }
}
