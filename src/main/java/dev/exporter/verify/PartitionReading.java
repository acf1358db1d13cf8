package dev.exporter.verify;

import dev.exporter.verify.file.FilesReading;
import dev.exporter.verify.rule.PartitionRules;
import java.util.List;

/**
 * What was found in the files of a partition.
 *
 * @param files of each table, in the order of commits
 * @param rules what was found in the tables that can be read
 */
record PartitionReading(List<FilesReading> files, PartitionRules.Result rules) {
    PartitionReading {
        files = List.copyOf(files);
    }

    /** Whether all tables can be read. */
    boolean isWhole() {
        return files.stream().allMatch(FilesReading::isWhole);
    }
}
