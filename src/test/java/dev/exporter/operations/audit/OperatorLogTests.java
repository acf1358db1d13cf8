package dev.exporter.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.operations.jobs.LogEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorLogTests {
    @TempDir
    Path staging;

    private static LogEntry entry(String message) {
        return new LogEntry(
                0,
                Instant.parse("2026-01-31T10:00:00Z"),
                "anna",
                "page",
                "stop",
                Optional.of(12L),
                Optional.of("01k9"),
                Optional.empty(),
                "accepted",
                message);
    }

    @Test
    void linesComeBackNewestFirstPageByPage() {
        OperatorLog log = new OperatorLog(staging);
        for (int number = 1; number <= 5; number++) {
            log.add(entry("message " + number));
        }

        LogEntry.Page first = log.page(Optional.empty(), 2);
        LogEntry.Page second = log.page(first.next(), 2);
        LogEntry.Page last = log.page(second.next(), 2);

        assertThat(first.entries()).extracting(LogEntry::number).containsExactly(5L, 4L);
        assertThat(second.entries()).extracting(LogEntry::message).containsExactly("message 3", "message 2");
        assertThat(last.entries()).extracting(LogEntry::who).containsExactly("anna");
        assertThat(last.next()).isEmpty();
    }

    @Test
    void aMessageOfSeveralLinesStaysOneLine() throws IOException {
        OperatorLog log = new OperatorLog(staging);
        log.add(entry("one\ntwo {\"a\":\"<b>\"}"));

        assertThat(Files.readAllLines(staging.resolve("operators.log"))).hasSize(1);
        assertThat(log.page(Optional.empty(), 1).entries().get(0).message()).isEqualTo("one\ntwo {\"a\":\"<b>\"}");
    }

    @Test
    void aPieceOfALineThatADeadProcessHasLeftHidesNoOther() throws IOException {
        OperatorLog log = new OperatorLog(staging);
        log.add(entry("before"));
        Files.writeString(staging.resolve("operators.log"), "{\"at\":\"20", StandardOpenOption.APPEND);
        log.add(entry("after"));

        assertThat(log.page(Optional.empty(), 9).entries())
                .extracting(LogEntry::message)
                .containsExactly("after", "before");
    }

    @Test
    void aLineThatEndsWithinACharacterHidesNoOther() throws IOException {
        OperatorLog log = new OperatorLog(staging);
        log.add(entry("before"));
        // but for "rn" and the second byte of the letter before
        byte[] half = "{\"who\":\"bj\u00f6rn".getBytes(StandardCharsets.UTF_8);
        Files.write(staging.resolve("operators.log"), Arrays.copyOf(half, half.length - 3), StandardOpenOption.APPEND);

        assertThat(log.page(Optional.empty(), 9).entries())
                .extracting(LogEntry::message)
                .containsExactly("before");
        log.add(entry("after"));
        assertThat(log.page(Optional.empty(), 9).entries())
                .extracting(LogEntry::message)
                .containsExactly("after", "before");
    }

    @Test
    void linesOfSeveralThreadsAreAllThere() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> adding = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            String message = "message " + number;
            adding.add(threads.submit(() -> new OperatorLog(staging).add(entry(message))));
        }
        threads.shutdown();
        for (Future<?> one : adding) {
            one.get();
        }

        assertThat(new OperatorLog(staging).page(Optional.empty(), 100).entries())
                .hasSize(40)
                .extracting(LogEntry::message)
                .doesNotHaveDuplicates();
    }
}
