package dev.exporter.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.iceberg.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The run files, {@code .exporter/runs/<run>.json}: what each unfinished run has published or is about to; those of
 * rewrites, {@code .exporter/rewrites/<run>.json}, likewise. For one writer per run, and any readers.
 */
final class RunFileStore {
    private static final String SUFFIX = ".json";

    private final Layout layout;
    private final Path folder;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** @param folder that of the run files */
    RunFileStore(Layout layout, Path folder) {
        this.layout = layout;
        this.folder = folder;
    }

    private Path file(RunId run) {
        return folder.resolve(run + SUFFIX);
    }

    Optional<RunFile> read(RunId run) throws IOException {
        Path file = file(run);
        try {
            RunFileForm form = json.readValue(Files.readAllBytes(file), RunFileForm.class);
            if (form.formatVersion() != RunFileForm.FORMAT_VERSION) {
                throw unreadable(file, "has the format version " + form.formatVersion(), null);
            }
            return Optional.of(form.runFile(run));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static ExporterException unreadable(
            Path file, String why, @org.jspecify.annotations.Nullable Exception cause) {
        return ExporterException.failed(
                "run-file-unreadable",
                "the run file " + why,
                file.toString(),
                "It was written by another version or changed by hand; restore it",
                cause);
    }

    /**
     * Makes a run's files durable as published or about to be: those of {@code more} beside those written before.
     */
    void add(RunFile more) throws IOException {
        Optional<RunFile> known = read(more.run());
        Map<DataFileName, StagedFile> files = new LinkedHashMap<>();
        known.map(RunFile::files).orElse(List.of()).forEach(file -> files.put(file.name(), file));
        for (StagedFile file : more.files()) {
            StagedFile previous = files.put(file.name(), file);
            if (previous != null && !previous.sha256().equals(file.sha256())) {
                throw ExporterException.failed(
                        "file-name-reused",
                        "the run has already published another content as " + file.name(),
                        file(more.run()).toString(),
                        "Start again with --fresh",
                        null);
            }
        }
        RunFile all = known.orElse(more).with(more, List.copyOf(files.values()));
        if (known.isEmpty() || !known.get().equals(all)) {
            write(all);
        }
    }

    private void write(RunFile runFile) throws IOException {
        DurableFiles.createFolders(folder);
        DurableFiles.replace(file(runFile.run()), json.writeValueAsBytes(RunFileForm.of(runFile, layout, json)));
        DurableFiles.flushFolder(folder);
    }

    void remove(RunId run) throws IOException {
        if (Files.deleteIfExists(file(run))) {
            DurableFiles.flushFolder(folder);
        }
    }

    /** The runs that have a run file, oldest first. */
    List<RunId> runs() throws IOException {
        List<RunId> runs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9a-z]*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                runs.add(new RunId(name.substring(0, name.length() - SUFFIX.length())));
            }
        } catch (NoSuchFileException e) {
            return List.of(); // no run has ever published here
        }
        runs.sort((a, b) -> a.text().compareTo(b.text()));
        return runs;
    }
}
