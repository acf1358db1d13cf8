package dev.exporter.web.keys;

import dev.exporter.plan.ExporterException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The lines of a file of keys. Empty lines, and those that begin with {@code #}, say nothing. */
final class KeyLines {
    private static final String HEADING = "# Keys of exporter serve, hashed. Changed by exporter keys.\n";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private KeyLines() {}

    static String text(List<Key> keys) {
        StringBuilder text = new StringBuilder(HEADING);
        for (Key key : keys) {
            text.append(String.join(
                            " ",
                            key.name(),
                            key.scope().text(),
                            key.hash(),
                            key.created().toString()))
                    .append('\n');
        }
        return text.toString();
    }

    /** @throws ExporterException refused, naming the first line that is not right, without showing it */
    static List<Key> parse(String text, Path file) {
        List<Key> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                String where = file + ", line " + number;
                keys.add(key(line).orElseThrow(() -> malformed(where)));
            }
        }
        return List.copyOf(keys);
    }

    private static Optional<Key> key(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length != 4
                || !Key.isName(words[0])
                || !HASH.matcher(words[2]).matches()) {
            return Optional.empty();
        }
        try {
            Instant created = Instant.parse(words[3]);
            return Scope.of(words[1]).map(scope -> new Key(words[0], scope, words[2], created));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static ExporterException malformed(String where) {
        return ExporterException.refused(
                "keys-malformed", "a line of the file of keys is not right", where, "Remove it, and add the key again");
    }
}
