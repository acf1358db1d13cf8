package dev.exporter.cli;

import dev.exporter.operations.ExportReport;
import dev.exporter.operations.Exports;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ProgressListener;
import java.util.Set;

/** Exports with a defect. */
final class BrokenExports implements Exports {
    @Override
    public Preview preview(Dataset dataset, ExportRequest request) {
        throw new IllegalStateException("broken");
    }

    @Override
    public boolean isInterrupted(Dataset dataset, ExportRequest request) {
        throw new IllegalStateException("broken");
    }

    @Override
    public void giveUp(Dataset dataset, ExportRequest request) {
        throw new IllegalStateException("broken");
    }

    @Override
    public ExportReport run(Dataset dataset, ExportRequest request, Set<String> given, ProgressListener progress) {
        throw new IllegalStateException("broken");
    }
}
