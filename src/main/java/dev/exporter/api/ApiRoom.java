package dev.exporter.api;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The room's controllers. */
@Configuration(proxyBeanMethods = false)
public class ApiRoom {
    @Bean
    HealthController health() {
        return new HealthController();
    }
}
