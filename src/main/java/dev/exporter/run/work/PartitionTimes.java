package dev.exporter.run.work;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.exporter.run.planning.Json;
import dev.exporter.run.work.PartitionProgress.FileRecord;
import dev.exporter.run.work.PartitionProgress.Prepared;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the time of a partition has gone, by its checkpoint, for whoever looks at a run from outside.
 *
 * @param reading the source; zero where the rows were read with their wave
 * @param sorting joining, sorting and hashing
 * @param writing the files of each table, by all executions
 */
public record PartitionTimes(Duration reading, Duration sorting, Map<String, Duration> writing) {
    public PartitionTimes {
        writing = new LinkedHashMap<>(writing);
    }

    /** By the texts in its step's context; empty where it was not read yet, or by a version that took no times. */
    public static Optional<PartitionTimes> in(Map<String, String> context) {
        if (!context.containsKey(PartitionProgress.KEY)) {
            return Optional.empty();
        }
        try {
            String text = context.getOrDefault(PartitionProgress.KEY, "");
            PartitionProgress progress = Json.read(text, new TypeReference<PartitionProgress>() {});
            return Optional.ofNullable(progress.prepared()).map(prepared -> times(progress, prepared));
        } catch (UncheckedIOException e) {
            return Optional.empty(); // of another version
        }
    }

    private static PartitionTimes times(PartitionProgress progress, Prepared prepared) {
        Map<String, Duration> writing = new LinkedHashMap<>();
        progress.tables()
                .forEach(table -> writing.put(
                        table.table(),
                        Duration.ofMillis(table.files().stream()
                                .mapToLong(FileRecord::millis)
                                .sum())));
        return new PartitionTimes(
                Duration.ofMillis(prepared.readMillis()), Duration.ofMillis(prepared.sortMillis()), writing);
    }
}
