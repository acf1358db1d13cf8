package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A dataset file of a test's own, made of the one that the jar holds. */
final class EditedDataset {
    private static final Path SHIPPED = Path.of("jobs");

    private final Path directory;

    private EditedDataset(Path directory) {
        this.directory = directory;
    }

    /** The shipped definition under another version. */
    static EditedDataset ofVersion(Path directory, int version) throws IOException {
        Files.createDirectories(directory.resolve("ario"));
        try (Stream<Path> all = Files.walk(SHIPPED)) {
            List<Path> files = all.filter(file -> file.startsWith(SHIPPED.resolve("ario")) || file.endsWith("ario.yml"))
                    .filter(Files::isRegularFile)
                    .toList();
            for (Path file : files) {
                Files.copy(file, directory.resolve(SHIPPED.relativize(file)));
            }
        }
        return new EditedDataset(directory).with("version: 1\n", "version: " + version + "\n");
    }

    /** As the shipped one was before {@code transactions} had its last column. */
    static EditedDataset withoutContentEncoding(Path directory) throws IOException {
        return ofVersion(directory, 1)
                .with("      - {id: 28, name: content_encoding, type: string, bounds: short}\n", "");
    }

    /** Replaces a text of the definition that stands there once. */
    EditedDataset with(String text, String other) throws IOException {
        return with("ario.yml", text, other);
    }

    /** Replaces a text that stands once in the definition or in a SQL file of it. */
    EditedDataset with(String file, String text, String other) throws IOException {
        Path edited = directory.resolve(file);
        String before = Files.readString(edited);
        assertThat(before.split(java.util.regex.Pattern.quote(text), -1))
                .as(text)
                .hasSize(2);
        Files.writeString(edited, before.replace(text, other));
        return this;
    }

    /** The option that names it. */
    String option() {
        return "--dataset=" + directory.resolve("ario.yml");
    }
}
