package dev.exporter.warehouse.runs;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.disk.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The pins of unfinished runs, {@code .exporter/pins/<run>.json}. For one writer per run, and any readers. */
public final class RunPins {
    private static final RunDocuments.Kind<Form> KIND = new RunDocuments.Kind<>(
            Form.class,
            1,
            "pin-unreadable",
            "the file that tells what an unfinished run needs",
            "It was written by another version or changed by hand; remove it once its run is finished");

    private final RunDocuments<Form> documents;

    public RunPins(Layout layout) {
        this.documents = new RunDocuments<>(layout.pins(), KIND);
    }

    private record Form(int formatVersion, RunPin pin) implements RunDocuments.Form {}

    /** Durable on return. */
    public void write(RunPin pin) throws IOException {
        documents.write(pin.run(), new Form(KIND.formatVersion(), pin));
    }

    /** Durable on return. */
    public void remove(RunId run) throws IOException {
        documents.remove(run);
    }

    /** The runs whose pins are being written, or were when their processes were killed; oldest first. */
    public List<RunId> unfinished() throws IOException {
        return documents.unfinished();
    }

    /** Removes what a killed process has written of a run's pin; the pin itself stays. */
    public void removeUnfinished(RunId run) throws IOException {
        documents.removeUnfinished(run);
    }

    /**
     * All pins, oldest first.
     *
     * @throws ExporterException failed, if one cannot be read: what it protects is not known then
     */
    public List<RunPin> all() throws IOException {
        List<RunPin> pins = new ArrayList<>();
        for (RunId run : documents.runs()) {
            // A run may end in the meantime.
            documents.read(run, Form::pin).ifPresent(pins::add);
        }
        return pins;
    }
}
