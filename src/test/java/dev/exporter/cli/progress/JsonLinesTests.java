package dev.exporter.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JsonLinesTests {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream lines = JsonLines.on(
            new PrintStream(written, true, StandardCharsets.UTF_8),
            Clock.fixed(Instant.parse("2026-01-31T10:00:00.5Z"), ZoneOffset.UTC));

    private String[] written() {
        return written.toString(StandardCharsets.UTF_8).split("\n");
    }

    @Test
    void pairsBecomeKeysAndTheRunStaysInEachLineThatFollows() {
        lines.println("event=start run=01k9 range=0-999 partitions=0/8 rows=12 elapsed=1.5s");
        lines.println("event=partition partition=0-249 rows=40");
        lines.println("The run is interrupted");

        assertThat(written())
                .containsExactly(
                        "{\"time\":\"2026-01-31T10:00:00.500Z\",\"level\":\"INFO\",\"event\":\"start\",\"run\":\"01k9\","
                                + "\"range\":\"0-999\",\"partitions\":\"0/8\",\"rows\":12,\"elapsedSeconds\":1.5}",
                        "{\"time\":\"2026-01-31T10:00:00.500Z\",\"level\":\"INFO\",\"event\":\"partition\","
                                + "\"partition\":\"0-249\",\"rows\":40,\"run\":\"01k9\"}",
                        "{\"time\":\"2026-01-31T10:00:00.500Z\",\"level\":\"INFO\",\"run\":\"01k9\","
                                + "\"message\":\"The run is interrupted\"}");
    }

    @Test
    void quotedValuesMayHoldAnything() {
        lines.println("event=warning message=\"a \\\"b\\\" c=1 \\\\ \\n d\"");

        assertThat(written()[0])
                .endsWith("\"level\":\"WARN\",\"event\":\"warning\",\"message\":\"a \\\"b\\\" c=1 \\\\ \\n d\"}");
    }

    @Test
    void errorsAndWarningsOfTheProgramHaveTheirLevels() {
        lines.println("exporter: warning: EXPORTER_X is no option");
        lines.println("exporter: the disk is full");

        assertThat(written()[0]).contains("\"level\":\"WARN\",\"message\":\"EXPORTER_X is no option\"");
        assertThat(written()[1]).contains("\"level\":\"ERROR\",\"message\":\"the disk is full\"");
    }

    @Test
    void aStackTraceOfAHundredThousandCharactersIsOneValue() throws IOException {
        String line = "java.lang.IllegalStateException: \"a\" \\ b\n\tat dev.exporter.Example(Example.java:1)\n";
        String trace = line.repeat(100_000 / line.length() + 1);
        String quoted = trace.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");

        lines.println("event=log level=ERROR logger=Example message=\"" + quoted + "\" partition=0-249");

        JsonNode object = new ObjectMapper().readTree(written()[0]);
        assertThat(object.path("message").asText()).isEqualTo(trace);
        assertThat(object.path("partition").asText()).isEqualTo("0-249");
    }

    @Test
    void aLineIsWrittenWhenItIsWholeAndEmptyOnesAreNot() {
        lines.print("half ");
        lines.flush();
        assertThat(written.size()).isZero();
        lines.println("and half");
        lines.println();

        assertThat(written()).hasSize(1);
        assertThat(written()[0]).endsWith("\"message\":\"half and half\"}");
    }
}
