package dev.exporter.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobsPageTests {
    @Test
    void aTimeIsThatOfThePagesAndSaysOfWhichZoneItIs() {
        assertThat(JobsPage.time(Instant.parse("2026-03-04T23:59:59Z"))).isEqualTo("2026-03-04 23:59 UTC");
    }
}
