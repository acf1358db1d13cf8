package dev.exporter.verify.file;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.verification.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was found in the files of a partition.
 *
 * @param table the table with the columns that it has
 * @param shared the table with the columns that every file has: rows written before a column was added lack it
 * @param paths of the files
 * @param isWhole whether all of them are what was committed and can be read
 * @param rows by the footers; meaningful where it is whole
 * @param hash of all rows; empty where they were not read
 * @param differences what is wrong
 */
public record FilesReading(
        TableSpec table,
        TableSpec shared,
        List<Path> paths,
        boolean isWhole,
        long rows,
        Optional<ContentHash> hash,
        List<Finding> differences) {
    public FilesReading {
        paths = List.copyOf(paths);
        differences = List.copyOf(differences);
    }
}
