package dev.exporter.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.operations.FilledRepository;
import dev.exporter.operations.control.Control;
import dev.exporter.run.repository.JobStoreAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.BatchStatus;

/** What is told of more jobs than are read. */
class JobFiguresIT {
    private static final int MOST = 10;
    private static final int LATER = 30;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void readTheFigures() {
        Path warehouse = directory.resolve("warehouse");
        Path staging = directory.resolve("staging");
        try (FilledRepository filled =
                new FilledRepository(JobStoreAddress.parse("sqlite", staging, Optional.empty()), warehouse, staging)) {
            filled.past(0, 4, BatchStatus.FAILED);
            filled.past(4_000, 4, BatchStatus.STOPPED);
            for (int number = 0; number < LATER; number++) {
                filled.past(8_000 + number * 1_000L, 1, BatchStatus.COMPLETED);
            }
        }
        try (Control control = Control.open(
                new Control.Place(warehouse, Optional.empty(), "", staging, "sqlite", Optional.empty(), List.of()))) {
            new JobFigures(control.jobs(), MOST, registry).refresh(Instant.now());
        }
    }

    private double figure(String name, String... tags) {
        return registry.get("exporter." + name).tags(tags).gauge().value();
    }

    @Test
    void allAreCounted() {
        assertThat(figure("jobs", "state", "completed")).isEqualTo(LATER);
        assertThat(figure("jobs", "state", "failed")).isEqualTo(1);
        assertThat(figure("jobs", "state", "stopped")).isEqualTo(1);
        assertThat(figure("jobs", "state", "running")).isZero();
    }

    @Test
    void whatIsNotDoneIsToldOfHoweverOldItIs() {
        assertThat(figure("job.failures", "kind", "disk-full")).isEqualTo(1);
        assertThat(figure("partitions", "state", "completed")).isEqualTo(2 + 2);
        assertThat(figure("partitions", "state", "failed")).isEqualTo(1);
        assertThat(figure("job.rows", "state", "failed")).isEqualTo(2 * FilledRepository.ROWS);
        assertThat(figure("job.rows", "state", "completed")).isEqualTo(MOST * FilledRepository.ROWS);
    }
}
