package dev.exporter.run.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** SQL kept as resources beside this package's classes. */
final class SqlText {
    private SqlText() {}

    static String read(String name) {
        try (InputStream stream =
                Objects.requireNonNull(SqlText.class.getResourceAsStream(name), () -> "no resource " + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
