package dev.exporter.warehouse.runs;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.disk.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The run files, {@code .exporter/runs/<run>.json}: what each unfinished run has published or is about to; those of
 * rewrites, {@code .exporter/rewrites/<run>.json}, likewise. For one writer per run, and any readers.
 */
public final class RunFileStore {
    private static final RunDocuments.Kind<RunFileForm> KIND = new RunDocuments.Kind<>(
            RunFileForm.class,
            RunFileForm.FORMAT_VERSION,
            "run-file-unreadable",
            "the run file",
            "It was written by another version or changed by hand; restore it");

    private final Layout layout;
    private final RunDocuments<RunFileForm> documents;

    /** @param folder that of the run files */
    public RunFileStore(Layout layout, Path folder) {
        this.layout = layout;
        this.documents = new RunDocuments<>(folder, KIND);
    }

    /** The run file of a run; empty where it has none. */
    public Optional<RunFile> read(RunId run) throws IOException {
        return documents.read(run, form -> form.runFile(run));
    }

    /**
     * Makes a run's files durable as published or about to be: those of {@code more} beside those written before.
     */
    public void add(RunFile more) throws IOException {
        Optional<RunFile> known = read(more.run());
        Map<DataFileName, StagedFile> files = new LinkedHashMap<>();
        known.map(RunFile::files).orElse(List.of()).forEach(file -> files.put(file.name(), file));
        for (StagedFile file : more.files()) {
            StagedFile previous = files.put(file.name(), file);
            if (previous != null && !previous.sha256().equals(file.sha256())) {
                throw ExporterException.failed(
                        "file-name-reused",
                        "the run has already published another content as " + file.name(),
                        documents.path(more.run()).toString(),
                        "Start again with --fresh",
                        null);
            }
        }
        RunFile all = known.orElse(more).with(more, List.copyOf(files.values()));
        if (known.isEmpty() || !known.get().equals(all)) {
            documents.write(all.run(), RunFileForm.of(all, layout));
        }
    }

    /** Durable on return. */
    public void remove(RunId run) throws IOException {
        documents.remove(run);
    }

    /** The runs that have a run file, oldest first. */
    public List<RunId> runs() throws IOException {
        return documents.runs();
    }
}
