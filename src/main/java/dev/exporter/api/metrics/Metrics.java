package dev.exporter.api.metrics;

import dev.exporter.operations.Tables;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.web.live.LiveHub;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;

/**
 * All figures, as Prometheus reads them. They are read anew when they are asked for, at most every few seconds however
 * many ask. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JobFigures jobFigures;
    private final TableFigures tableFigures;
    private final Clock clock;
    private long refreshed = System.nanoTime() - PERIOD_NANOS;

    public Metrics(Jobs jobs, Tables tables, LiveHub hub, Clock clock) {
        this.clock = clock;
        this.jobFigures = new JobFigures(jobs, registry);
        this.tableFigures = new TableFigures(tables, registry);
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
            jobFigures.refresh(clock.instant());
            tableFigures.refresh();
            refreshed = System.nanoTime();
        }
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
