package dev.exporter.api;

import dev.exporter.api.metrics.Metrics;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Figures for Prometheus. */
@Controller
final class MetricsController {
    /** Prometheus's documentation, "Exposition formats". */
    private static final String FORMAT = "text/plain;version=0.0.4;charset=utf-8";

    private final Metrics metrics;

    MetricsController(Metrics metrics) {
        this.metrics = metrics;
    }

    @GetMapping("/metrics")
    ResponseEntity<String> metrics() {
        return ResponseEntity.ok().header("Content-Type", FORMAT).body(metrics.text());
    }
}
