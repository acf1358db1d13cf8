package dev.exporter.operations.jobs;

import java.util.List;
import java.util.Optional;

/**
 * Some runs, newest first.
 *
 * @param next the cursor of the next page; empty after the last
 */
public record JobPage(List<JobSummary> jobs, Optional<String> next) {
    public JobPage {
        jobs = List.copyOf(jobs);
    }
}
