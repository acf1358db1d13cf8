package dev.exporter.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.operations.Tables;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.web.live.LiveHub;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTests {
    /** Those of a job repository that is locked, whatever is asked. */
    private static final Jobs LOCKED = (Jobs)
            Proxy.newProxyInstance(Jobs.class.getClassLoader(), new Class<?>[] {Jobs.class}, (self, method, given) -> {
                throw new IllegalStateException("the job repository is locked");
            });

    @Test
    void figuresThatCannotBeReadAreMarkedAndHoldNoOthersUp(@TempDir Path warehouse) {
        try (LiveHub hub = new LiveHub();
                Metrics metrics =
                        new Metrics(LOCKED, Tables.of(warehouse, Optional.empty(), ""), hub, Clock.systemUTC())) {
            assertThat(metrics.text())
                    .contains(
                            "exporter_scrape_failed{part=\"jobs\"} 1",
                            "exporter_scrape_failed{part=\"tables\"} 0",
                            "exporter_viewers 0",
                            "jvm_memory_used_bytes");
        }
    }
}
