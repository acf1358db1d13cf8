package dev.exporter.warehouse;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import java.util.List;

/**
 * A run that has committed to some tables of a dataset and not to all of them.
 *
 * @param range whole partitions around all that it exports
 * @param partitions those of which it has changed files so far, ascending
 */
public record IncompleteRun(RunId run, KeyRange range, List<KeyRange> partitions) {
    public IncompleteRun {
        partitions = List.copyOf(partitions);
    }
}
