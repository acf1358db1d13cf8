package dev.exporter.api;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Whether the server is there, and whether it can do its work. For everybody, and without details. */
@Controller
@ResponseBody
final class HealthController {
    /** An answer in one word. */
    record Health(String status) {}

    @GetMapping("/health")
    Health health() {
        return new Health("up");
    }
}
