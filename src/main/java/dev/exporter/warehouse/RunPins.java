package dev.exporter.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.iceberg.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pins of unfinished runs, {@code .exporter/pins/<run>.json}. For one writer per run, and any readers. */
final class RunPins {
    private static final int FORMAT_VERSION = 1;
    private static final String SUFFIX = ".json";

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    RunPins(Layout layout) {
        this.folder = layout.pins();
    }

    private record Form(int formatVersion, RunPin pin) {}

    void write(RunPin pin) throws IOException {
        DurableFiles.createFolders(folder);
        DurableFiles.replace(file(pin.run()), json.writeValueAsBytes(new Form(FORMAT_VERSION, pin)));
        DurableFiles.flushFolder(folder);
    }

    void remove(RunId run) throws IOException {
        if (Files.deleteIfExists(file(run))) {
            DurableFiles.flushFolder(folder);
        }
    }

    /**
     * All pins, oldest first.
     *
     * @throws ExporterException failed, if one cannot be read: what it protects is not known then
     */
    List<RunPin> all() throws IOException {
        List<RunPin> pins = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9a-z]*" + SUFFIX)) {
            for (Path file : files) {
                read(file, pins);
            }
        } catch (NoSuchFileException e) {
            return List.of(); // no run has ever begun here
        }
        pins.sort(Comparator.comparing(pin -> pin.run().text()));
        return pins;
    }

    private void read(Path file, List<RunPin> pins) throws IOException {
        try {
            Form form = json.readValue(Files.readAllBytes(file), Form.class);
            if (form.formatVersion() != FORMAT_VERSION) {
                throw unreadable(file, "has the format version " + form.formatVersion(), null);
            }
            pins.add(form.pin());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            // The run ended in the meantime.
        }
    }

    private Path file(RunId run) {
        return folder.resolve(run + SUFFIX);
    }

    private static ExporterException unreadable(
            Path file, String why, @org.jspecify.annotations.Nullable Exception cause) {
        return ExporterException.failed(
                "pin-unreadable",
                "the file that tells what an unfinished run needs " + why,
                file.toString(),
                "It was written by another version or changed by hand; remove it once its run is finished",
                cause);
    }
}
