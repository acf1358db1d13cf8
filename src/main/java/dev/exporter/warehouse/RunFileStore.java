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
 * The run files, {@code .exporter/runs/<run>.json}: what each unfinished run has published or is about to. For one
 * writer per run, and any readers.
 */
final class RunFileStore {
    private static final int FORMAT_VERSION = 1;
    private static final String SUFFIX = ".json";

    private final Layout layout;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    RunFileStore(Layout layout) {
        this.layout = layout;
    }

    /** The form on disk. Targets are relative to the warehouse. */
    private record Form(int formatVersion, String run, String rangeColumn, List<FileForm> files) {}

    private record FileForm(String target, String staged, long rows, long bytes, String sha256) {}

    Optional<RunFile> read(RunId run) throws IOException {
        Path file = layout.run(run);
        try {
            Form form = json.readValue(Files.readAllBytes(file), Form.class);
            if (form.formatVersion() != FORMAT_VERSION) {
                throw unreadable(file, "has the format version " + form.formatVersion(), null);
            }
            return Optional.of(new RunFile(
                    run,
                    form.rangeColumn(),
                    form.files().stream().map(RunFileStore::stagedFile).toList()));
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
        Map<DataFileName, StagedFile> files = new LinkedHashMap<>();
        List<StagedFile> known = read(more.run()).map(RunFile::files).orElse(List.of());
        known.forEach(file -> files.put(file.name(), file));
        boolean changed = known.isEmpty();
        for (StagedFile file : more.files()) {
            StagedFile previous = files.put(file.name(), file);
            changed |= !file.equals(previous);
            if (previous != null && !previous.sha256().equals(file.sha256())) {
                throw ExporterException.failed(
                        "file-name-reused",
                        "the run has already published another content as " + file.name(),
                        layout.run(more.run()).toString(),
                        "Start again with --fresh",
                        null);
            }
        }
        if (changed) {
            write(new RunFile(more.run(), more.rangeColumn(), List.copyOf(files.values())));
        }
    }

    private void write(RunFile runFile) throws IOException {
        Form form = new Form(
                FORMAT_VERSION,
                runFile.run().text(),
                runFile.rangeColumn(),
                runFile.files().stream()
                        .map(file -> fileForm(runFile.rangeColumn(), file))
                        .toList());
        DurableFiles.createFolders(layout.runs());
        DurableFiles.replace(layout.run(runFile.run()), json.writeValueAsBytes(form));
        DurableFiles.flushFolder(layout.runs());
    }

    private FileForm fileForm(String rangeColumn, StagedFile file) {
        Path target = layout.root().relativize(layout.dataFile(rangeColumn, file.name()));
        return new FileForm(target.toString(), file.path().toString(), file.rows(), file.bytes(), file.sha256());
    }

    private static StagedFile stagedFile(FileForm form) {
        DataFileName name =
                DataFileName.parse(Path.of(form.target()).getFileName().toString());
        return new StagedFile(name, Path.of(form.staged()), form.rows(), form.bytes(), form.sha256());
    }

    void remove(RunId run) throws IOException {
        if (Files.deleteIfExists(layout.run(run))) {
            DurableFiles.flushFolder(layout.runs());
        }
    }

    /** The runs that have a run file, oldest first. */
    List<RunId> runs() throws IOException {
        List<RunId> runs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.runs(), "[0-9a-z]*" + SUFFIX)) {
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
