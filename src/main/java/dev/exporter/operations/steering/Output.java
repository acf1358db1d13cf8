package dev.exporter.operations.steering;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exporter.run.planning.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What a process of this program says.
 *
 * @param out its result
 * @param log all else
 */
record Output(Path out, Path log) {
    /** @param sentence what came of it */
    record Outcome(boolean isGood, String sentence) {}

    /** The result as it is. */
    String text() {
        return read(out);
    }

    /**
     * What came of it; only once it has ended.
     *
     * @param exitCode empty where nobody was there to see it
     */
    Outcome outcome(OptionalInt exitCode) {
        try {
            JsonNode result = Json.read(read(out).getBytes(StandardCharsets.UTF_8), JsonNode.class);
            boolean isGood = exitCode.orElse(result.path("exitCode").asInt(1)) == 0;
            JsonNode error = result.path("error");
            if (error.isObject()) {
                String remedy = error.path("remedy").asText();
                return new Outcome(isGood, error.path("message").asText() + (remedy.isEmpty() ? "" : ". " + remedy));
            }
            return new Outcome(isGood, "it has ended: " + result.path("status").asText("without a status"));
        } catch (UncheckedIOException e) {
            // It could not even answer; what it said last says why.
            String last = read(log)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later)
                    .orElse(
                            exitCode.isPresent()
                                    ? "it ended with exit code " + exitCode.getAsInt()
                                    : "it ended without a word");
            return new Outcome(exitCode.isPresent() && exitCode.getAsInt() == 0, last);
        }
    }

    /** Removes it, where nobody needs it any more. */
    void discard() {
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            // Not by Files.readString, for which half a character would be an error.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
