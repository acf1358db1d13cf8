package dev.exporter.warehouse.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of runs in a folder, {@code <run>.json}: one document a run, which is replaced as a whole. For one writer
 * per run, and any readers.
 *
 * @param <F> a document's form
 */
final class RunDocuments<F extends RunDocuments.Form> {
    private static final String SUFFIX = ".json";
    private static final String HIDDEN = ".";
    private static final String UNFINISHED = ".tmp";

    private final Path folder;
    private final Kind<F> kind;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    RunDocuments(Path folder, Kind<F> kind) {
        this.folder = folder;
        this.kind = kind;
    }

    /** A document as JSON. */
    interface Form {
        int formatVersion();
    }

    /**
     * What kind of documents a folder has, and what is said of one that cannot be read.
     *
     * @param formatVersion the only one that is read
     * @param name what such a document is
     */
    record Kind<F>(Class<F> form, int formatVersion, String code, String name, String remedy) {}

    Path path(RunId run) {
        return folder.resolve(run + SUFFIX);
    }

    /**
     * What a run's document says; empty where it has none.
     *
     * @throws ExporterException failed, if it cannot be read
     */
    <T> Optional<T> read(RunId run, Function<F, T> content) throws IOException {
        Path file = path(run);
        try {
            F form = json.readValue(Files.readAllBytes(file), kind.form());
            if (form.formatVersion() != kind.formatVersion()) {
                throw unreadable(file, "has the format version " + form.formatVersion(), null);
            }
            return Optional.of(content.apply(form));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Durable on return. */
    void write(RunId run, F form) throws IOException {
        DurableFiles.createFolders(folder);
        DurableFiles.replace(path(run), json.writeValueAsBytes(form), unfinished(run));
        DurableFiles.flushFolder(folder);
    }

    /** Removes what a killed process has written of a run's document; the document itself stays. */
    void removeUnfinished(RunId run) throws IOException {
        Files.deleteIfExists(unfinished(run));
    }

    void remove(RunId run) throws IOException {
        removeUnfinished(run);
        if (Files.deleteIfExists(path(run))) {
            DurableFiles.flushFolder(folder);
        }
    }

    /** What a process that was killed while it wrote leaves, until the run goes on or ends: the name is the run's. */
    private Path unfinished(RunId run) {
        return folder.resolve(HIDDEN + run + UNFINISHED);
    }

    /** The runs that have a document, oldest first. */
    List<RunId> runs() throws IOException {
        return runs("", SUFFIX);
    }

    /** The runs whose documents are being written, or were when their processes were killed; oldest first. */
    List<RunId> unfinished() throws IOException {
        return runs(HIDDEN, UNFINISHED);
    }

    private List<RunId> runs(String prefix, String suffix) throws IOException {
        List<RunId> runs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "[0-9a-z]*" + suffix)) {
            for (Path file : files) {
                runs.add(run(file, prefix, suffix));
            }
        } catch (NoSuchFileException e) {
            return List.of(); // no run has ever had one here
        }
        runs.sort(Comparator.comparing(RunId::text));
        return runs;
    }

    private RunId run(Path file, String prefix, String suffix) {
        String name = file.getFileName().toString();
        try {
            return new RunId(name.substring(prefix.length(), name.length() - suffix.length()));
        } catch (IllegalArgumentException e) {
            throw unreadable(file, "is not named by a run", e);
        }
    }

    private ExporterException unreadable(Path file, String why, @Nullable Exception cause) {
        return ExporterException.failed(kind.code(), kind.name() + " " + why, file.toString(), kind.remedy(), cause);
    }
}
