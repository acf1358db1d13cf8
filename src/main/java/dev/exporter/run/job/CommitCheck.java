package dev.exporter.run.job;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.ProgressListener;

/** Holds what a run has committed against the source. */
@FunctionalInterface
public interface CommitCheck {
    /** The code of the problem that the tables differ. */
    String DIFFERENT = "tables-differ";

    /**
     * Checks.
     *
     * @param request of the run; where it is for only some partitions, others are not checked
     * @param range what the run has exported
     * @throws dev.exporter.plan.ExporterException with exit code 3 and {@link #DIFFERENT}, where the tables differ; failed,
     *     where that could not be found out
     */
    void check(Dataset dataset, ExportRequest request, KeyRange range, ProgressListener progress);
}
