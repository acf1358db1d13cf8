package dev.exporter.api.metrics;

import dev.exporter.operations.Tables;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.web.live.LiveHub;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All figures, as Prometheus reads them. They are read anew when they are asked for, at most every few seconds however
 * many ask. Those of one part that cannot be read stay as they were, are marked, and hold no other part up. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JobFigures jobFigures;
    private final TableFigures tableFigures;
    private final MultiGauge failed;
    private final Clock clock;
    private long refreshed = System.nanoTime() - PERIOD_NANOS;

    public Metrics(Jobs jobs, Tables tables, LiveHub hub, Clock clock) {
        this.clock = clock;
        this.jobFigures = new JobFigures(jobs, registry);
        this.tableFigures = new TableFigures(tables, registry);
        this.failed = MultiGauge.builder("exporter.scrape.failed")
                .description("1 where a part's figures could not be read, and are those of before")
                .register(registry);
        Gauge.builder("exporter.viewers", hub, LiveHub::viewers)
                .description("Live connections of pages and programs")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** The figures in Prometheus's text format. */
    public synchronized String text() {
        long now = System.nanoTime();
        if (now - refreshed >= PERIOD_NANOS) {
            Sums failures = new Sums();
            refresh("jobs", () -> jobFigures.refresh(clock.instant()), failures);
            refresh("tables", tableFigures::refresh, failures);
            failures.register(failed);
            refreshed = System.nanoTime();
        }
        return registry.scrape();
    }

    private static void refresh(String part, Runnable figures, Sums failures) {
        int mark = 0;
        try {
            figures.run();
        } catch (RuntimeException e) {
            mark = 1;
            LOG.warn("figures of {} cannot be read: {}", part, e.toString());
        }
        failures.add(Tags.of("part", part), mark);
    }

    @Override
    public void close() {
        registry.close();
    }
}
