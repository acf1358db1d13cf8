package dev.exporter.warehouse.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDocumentsTests {
    private static final RunId RUN = new RunId("01m80car0zfpsv02ra20q64b6f");

    @TempDir
    Path folder;

    private RunDocuments<Note> documents;

    record Note(int formatVersion, String text) implements RunDocuments.Form {}

    @BeforeEach
    void make() {
        documents = new RunDocuments<>(folder, new RunDocuments.Kind<>(Note.class, 1, "note", "the note", ""));
    }

    @Test
    void whatAKilledWriterLeftIsReplacedByTheNext() throws IOException {
        Files.writeString(folder.resolve("." + RUN + ".tmp"), "{\"formatVer");

        documents.write(RUN, new Note(1, "whole"));

        assertThat(documents.read(RUN, Note::text)).contains("whole");
        assertThat(names()).containsExactly(RUN + ".json");
    }

    @Test
    void whatAKilledWriterLeftGoesWithItsRun() throws IOException {
        Files.writeString(folder.resolve("." + RUN + ".tmp"), "{\"formatVer");

        documents.remove(RUN);

        assertThat(names()).isEmpty();
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
