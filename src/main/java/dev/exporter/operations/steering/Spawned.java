package dev.exporter.operations.steering;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exporter.run.planning.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process of this program that was started for an operator.
 *
 * @param out its result
 * @param log all else that it says
 */
record Spawned(Process process, Path out, Path log) {
    /** Waits for its end, but not for longer than this. */
    boolean hasEndedWithin(long milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    String text() {
        return read(out);
    }

    /** What came of it, in a sentence; only once it has ended. */
    String sentence() {
        try {
            JsonNode result = Json.read(read(out).getBytes(StandardCharsets.UTF_8), JsonNode.class);
            JsonNode error = result.path("error");
            if (error.isObject()) {
                String remedy = error.path("remedy").asText();
                return error.path("message").asText() + (remedy.isEmpty() ? "" : ". " + remedy);
            }
            return "it has ended: " + result.path("status").asText("exit code " + process.exitValue());
        } catch (UncheckedIOException e) {
            // It could not even answer; what it said last says why.
            return read(log)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later)
                    .orElse("it ended with exit code " + process.exitValue());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
