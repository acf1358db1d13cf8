package dev.exporter.operations.history.state;

import dev.exporter.run.repository.Done;
import java.util.Optional;
import java.util.regex.Pattern;

/** Exit messages of steps: what they have done, or why they ended. */
public final class Messages {
    private static final Pattern PROGRESS = Pattern.compile(";?\\s*rows=\\d+ files=\\d+ bytes=\\d+\\s*$");
    /** Where its message begins after the class's name. */
    private static final Pattern EXCEPTION = Pattern.compile("^(?:[a-zA-Z_$][\\w$]*\\.)+[\\w$]+(?::\\s*|\\s*$)");

    private Messages() {}

    public static Done done(String message) {
        return Done.in(message).orElse(Done.NOTHING);
    }

    /** How much of a wave is loaded, from 0 to 1, by the message of the step that loads it. */
    public static double loaded(String message) {
        return message.matches("loaded=\\d{1,2}%")
                ? Integer.parseInt(message.substring("loaded=".length(), message.length() - 1)) / 100.0
                : 0;
    }

    public static boolean isOnlyProgress(String message) {
        return PROGRESS.matcher(message).replaceFirst("").isEmpty() || message.matches("loaded=\\d{1,2}%");
    }

    /** The first line of why a step ended; empty where it says nothing of that. */
    public static Optional<String> reason(String message) {
        return PROGRESS.matcher(message)
                .replaceFirst("")
                .lines()
                .findFirst()
                .map(line -> EXCEPTION.matcher(line).replaceFirst("").strip())
                .filter(line -> !line.isEmpty());
    }
}
