package dev.exporter.operations.history.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** SQL kept as resources beside this package's classes; each is read once. */
final class SqlText {
    private static final Map<String, String> READ = new ConcurrentHashMap<>();

    private SqlText() {}

    static String of(String name) {
        return READ.computeIfAbsent(name, SqlText::read);
    }

    private static String read(String name) {
        try (InputStream stream =
                Objects.requireNonNull(SqlText.class.getResourceAsStream(name), () -> "no resource " + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
