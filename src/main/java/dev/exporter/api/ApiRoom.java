package dev.exporter.api;

import dev.exporter.api.metrics.Metrics;
import dev.exporter.operations.Tables;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.steering.Steering;
import dev.exporter.web.live.LiveHub;
import dev.exporter.web.rows.RowReading;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The room's controllers. They need {@link Jobs}, {@link Steering}, {@link Tables} and {@link RowReading}. */
@Configuration(proxyBeanMethods = false)
public class ApiRoom {
    @Bean
    JobsController jobsController(Jobs jobs) {
        return new JobsController(jobs);
    }

    @Bean
    SteeringController steeringController(Jobs jobs, Steering steering) {
        return new SteeringController(jobs, steering);
    }

    @Bean
    TablesController tablesController(Tables tables, RowReading reading) {
        return new TablesController(tables, reading);
    }

    @Bean
    EventsController eventsController(Jobs jobs, LiveHub hub) {
        return new EventsController(jobs, hub);
    }

    @Bean
    HealthController healthController(Jobs jobs, Tables tables) {
        return new HealthController(jobs, tables);
    }

    @Bean
    Metrics metrics(Jobs jobs, Tables tables, LiveHub hub) {
        return new Metrics(jobs, tables, hub, Clock.systemUTC());
    }

    @Bean
    MetricsController metricsController(Metrics metrics) {
        return new MetricsController(metrics);
    }

    @Bean
    OpenApiController openApiController() {
        return new OpenApiController();
    }
}
