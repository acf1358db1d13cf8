package dev.exporter.operations.jobs;

import java.util.List;

/**
 * A run with all that is drawn of it, as of one moment.
 *
 * @param partitions that the repository knows, ascending
 * @param rates how fast it was over time
 */
public record JobPicture(JobDetail job, List<PartitionSummary> partitions, List<Rate> rates) {
    public JobPicture {
        partitions = List.copyOf(partitions);
        rates = List.copyOf(rates);
    }
}
