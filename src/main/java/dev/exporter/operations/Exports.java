package dev.exporter.operations;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.forecast.Forecast;
import java.util.List;
import java.util.Set;

/** Exports of one dataset. Thread-safe. */
public interface Exports {
    /**
     * Checks everything that can be checked without writing, and returns the plan that {@link #run} would follow.
     *
     * @throws dev.exporter.plan.ExporterException refused, if the export cannot be done as asked
     */
    Preview preview(Dataset dataset, ExportRequest request);

    /**
     * Exports a range: starts a run, or continues an interrupted one. Never throws for a failure of the export;
     * the report tells. A signal ({@code SIGINT}, {@code SIGTERM}) stops it at the next file boundary.
     *
     * @param given names of the options that the user gave explicitly, in camel case; a resumed run refuses them
     *     where they differ from its plan and takes all others from it
     */
    ExportReport run(Dataset dataset, ExportRequest request, Set<String> given, ProgressListener progress);

    /**
     * Whether an interrupted run of the same range, or for the same purpose, can go on.
     *
     * @throws dev.exporter.plan.ExporterException failed, if the job repository cannot be read
     */
    boolean isInterrupted(Dataset dataset, ExportRequest request);

    /**
     * Gives up what is interrupted of the same range, or for the same purpose, and could go on.
     *
     * @throws dev.exporter.plan.ExporterException with exit code 4, if a process is at it; refused, if it has committed
     */
    void giveUp(Dataset dataset, ExportRequest request);

    /**
     * A plan with what it was told on the way.
     *
     * @param notes for people, for example about columns that an old source lacks
     */
    record Preview(RunPlan plan, Forecast forecast, List<String> notes) {
        public Preview {
            notes = List.copyOf(notes);
        }
    }
}
