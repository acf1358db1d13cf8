package dev.exporter.plan.verification;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.KeyRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param scope what the tables were made for: the values of the dataset's options, and {@code source}
 * @param exported the ranges of keys that were exported
 * @param range the partitions that were verified, from the first to the last; empty where nothing was exported
 * @param differences what is wrong, in the order of partitions
 * @param information what is right and worth knowing
 */
public record VerifyReport(
        String dataset,
        Depth depth,
        Map<String, String> scope,
        List<KeyRange> exported,
        Optional<KeyRange> range,
        List<Table> tables,
        List<Finding> differences,
        List<Finding> information,
        Duration elapsed) {
    public VerifyReport {
        scope = Map.copyOf(scope);
        exported = List.copyOf(exported);
        tables = List.copyOf(tables);
        differences = List.copyOf(differences);
        information = List.copyOf(information);
    }

    public ExitCode exitCode() {
        return differences.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
    }

    /** The partitions in which something is wrong, ascending. */
    public List<KeyRange> differentPartitions() {
        return differences.stream()
                .flatMap(difference -> difference.partition().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** How many differences are about a table. */
    public long differencesOf(String table) {
        return differences.stream()
                .filter(difference -> difference.table().equals(table))
                .count();
    }

    /**
     * What was verified of a table.
     *
     * @param partitions that have files
     * @param rows by the manifests
     */
    public record Table(String name, int partitions, long rows, int files, long bytes) {}
}
