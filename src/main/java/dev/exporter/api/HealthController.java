package dev.exporter.api;

import dev.exporter.operations.Tables;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.Jobs;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Whether the server is there, and whether it can do its work. For everybody, and so without details. */
@Controller
@ResponseBody
final class HealthController {
    private static final Logger LOG = LoggerFactory.getLogger(HealthController.class);
    /** Whoever asks more often gets the same answer. */
    private static final long PERIOD_NANOS = Duration.ofSeconds(2).toNanos();

    private final Jobs jobs;
    private final Tables tables;
    private boolean ready;
    private long asked = System.nanoTime() - PERIOD_NANOS;

    HealthController(Jobs jobs, Tables tables) {
        this.jobs = jobs;
        this.tables = tables;
    }

    /** An answer in a word. */
    record Health(String status) {}

    @GetMapping("/health")
    Health health() {
        return new Health("up");
    }

    /** Whether the job repository and the warehouse can be read. */
    @GetMapping("/ready")
    ResponseEntity<Health> ready() {
        return isReady()
                ? ResponseEntity.ok(new Health("ready"))
                : ResponseEntity.status(503).body(new Health("not ready"));
    }

    private synchronized boolean isReady() {
        long now = System.nanoTime();
        if (now - asked >= PERIOD_NANOS) {
            ready = tryToRead();
            asked = System.nanoTime();
        }
        return ready;
    }

    private boolean tryToRead() {
        try {
            jobs.list(JobFilter.ALL, Optional.empty(), 1);
            tables.names();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("not ready: {}", e.getMessage());
            return false;
        }
    }
}
