package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.CommandLines;
import dev.exporter.operations.Tables;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.steering.Steering;
import dev.exporter.web.live.LiveHub;
import dev.exporter.web.rows.RowReading;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.thymeleaf.ITemplateEngine;

/** The pages, as a room of the server. They are given {@link Jobs}, {@link Steering}, {@link Tables} and {@link RowReading}. */
@Configuration(proxyBeanMethods = false)
public class DashboardParts {
    @Bean
    Watched watched(Jobs jobs, Tables tables) {
        return new Watched(jobs, tables, Clock.systemUTC());
    }

    @Bean
    Parts parts(ITemplateEngine engine) {
        return new Parts(engine);
    }

    @Bean
    CommandLines commandLines(Steering steering) {
        return new CommandLines(steering);
    }

    @Bean
    OverviewController overviewPage(Watched watched, Parts parts, LiveHub hub) {
        return new OverviewController(watched, parts, hub);
    }

    @Bean
    JobsController jobsPage(Watched watched) {
        return new JobsController(watched);
    }

    @Bean
    JobController jobPage(Watched watched, Parts parts, LiveHub hub, CommandLines commands) {
        return new JobController(watched, parts, hub, commands);
    }

    @Bean
    PartitionController partitionPage(Watched watched, Parts parts, LiveHub hub) {
        return new PartitionController(watched, parts, hub);
    }

    @Bean
    ActionController actionPage(Watched watched, Steering steering, CommandLines commands) {
        return new ActionController(watched, steering, commands);
    }

    @Bean
    StartController startPage(Watched watched, Steering steering, CommandLines commands) {
        return new StartController(watched, steering, commands);
    }

    @Bean
    TablesController tablesPage(Watched watched, RowReading reading) {
        return new TablesController(watched, reading);
    }

    @Bean
    LogController logPage(Watched watched) {
        return new LogController(watched);
    }

    @Bean
    LoginFrame loginFrame() {
        return new LoginFrame();
    }
}
