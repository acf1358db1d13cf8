package dev.exporter.warehouse;

import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import java.util.List;

/**
 * All files of a run that are to be published, as the warehouse keeps it until the run's last commit.
 *
 * @param rangeColumn the range key's column, which names the partitions' folders
 */
public record RunFile(RunId run, String rangeColumn, List<StagedFile> files) {
    public RunFile {
        files = List.copyOf(files);
        for (StagedFile file : files) {
            if (!file.name().run().equals(run)) {
                throw new IllegalArgumentException(file.name() + " is not a file of run " + run);
            }
        }
    }
}
