package dev.exporter.operations.steering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.Await;
import dev.exporter.operations.audit.OperatorLog;
import dev.exporter.operations.jobs.LogEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, which answer when they are told to. Another server is another object: nothing is shared but the files. */
class AwaitedTests {
    private static final String DONE = "{\"status\":\"done\",\"exitCode\":0,\"error\":null}";
    private static final String FAILED =
            "{\"status\":\"failed\",\"exitCode\":1,\"error\":{\"message\":\"the disk is full\",\"remedy\":\"Free space\"}}";

    @TempDir
    Path staging;

    private @Nullable Process process;

    @AfterEach
    void endTheProcess() {
        process().destroyForcibly();
    }

    private Process process() {
        return Objects.requireNonNull(process, "nothing was started");
    }

    private Awaited server() {
        return new Awaited(staging.resolve("started"), new OperatorLog(staging), Clock.systemUTC());
    }

    /** Says {@code answer} and ends as soon as it is told anything. */
    private Spawned spawn(String answer) throws IOException {
        Path folder = Files.createDirectories(staging.resolve("started"));
        Path out = folder.resolve("20260131-100000-1-1.json");
        Path log = folder.resolve("20260131-100000-1-1.log");
        Process begun = new ProcessBuilder("sh", "-c", "read line; printf %s \"$0\"", answer)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        process = begun;
        return new Spawned(begun, new Output(out, log));
    }

    private void end() throws Exception {
        try (OutputStream in = process().getOutputStream()) {
            in.write('\n');
        }
        assertThat(process().waitFor()).isZero();
    }

    private static LogEntry entry() {
        return new LogEntry(
                0,
                Instant.parse("2026-01-31T10:00:00Z"),
                "anna",
                "page",
                "verify",
                Optional.of(12L),
                Optional.of("01k9"),
                Optional.empty(),
                "",
                "");
    }

    private List<LogEntry> told() {
        return new OperatorLog(staging).page(Optional.empty(), 10).entries();
    }

    private boolean isUnderWay() {
        return server().holds(entry -> entry.action().equals("verify"));
    }

    @Test
    void theEndIsToldByTheServerThatHasStartedIt() throws Exception {
        Spawned spawned = spawn(DONE);
        Awaited server = server();
        server.add(spawned, entry());
        server.tellWhenEnded(spawned);
        assertThat(isUnderWay()).isTrue();
        assertThat(told()).isEmpty();

        end();

        Await.until(() -> !told().isEmpty());
        LogEntry line = told().get(0);
        assertThat(line.who()).isEqualTo("anna");
        assertThat(line.executionId()).hasValue(12L);
        assertThat(line.outcome()).isEqualTo("done");
        assertThat(line.message()).isEqualTo("it has ended: done");
        assertThat(line.at()).isAfter(entry().at());
        assertThat(isUnderWay()).isFalse();
    }

    @Test
    void anEndAfterTheServerIsToldByTheNextOne() throws Exception {
        server().add(spawn(FAILED), entry());
        server().tellWhenAllEnded();
        assertThat(told()).isEmpty();

        end();

        Await.until(() -> !told().isEmpty());
        assertThat(told().get(0).outcome()).isEqualTo("failed");
        assertThat(told().get(0).message()).isEqualTo("the disk is full. Free space");
    }

    @Test
    void anEndWhileNoServerWasThereIsToldByTheNextOneOnce() throws Exception {
        server().add(spawn(DONE), entry());
        end();

        server().tellWhenAllEnded();
        server().tellWhenAllEnded();

        assertThat(told()).extracting(LogEntry::outcome).containsExactly("done");
    }

    @Test
    void whatWasKilledWithoutAWordHasFailed() throws Exception {
        server().add(spawn(DONE), entry());
        process().destroyForcibly().waitFor();

        server().tellWhenAllEnded();

        assertThat(told()).extracting(LogEntry::outcome).containsExactly("failed");
        assertThat(told().get(0).message()).isEqualTo("it ended without a word");
    }

    @Test
    void whatWasAnsweredIsNotTold() throws Exception {
        Spawned spawned = spawn(DONE);
        server().add(spawned, entry());
        server().remove(spawned);
        end();

        server().tellWhenAllEnded();

        assertThat(told()).isEmpty();
    }
}
