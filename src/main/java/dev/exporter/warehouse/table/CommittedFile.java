package dev.exporter.warehouse.table;

import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A live data file as a table's manifests describe it.
 *
 * @param path where it lies
 * @param partition the full bounds of the partition that it is said to be of
 * @param rows that it is said to have
 * @param bytes that it is said to have
 * @param columns what is said of its columns, by field id
 */
public record CommittedFile(Path path, KeyRange partition, long rows, long bytes, Map<Integer, Metrics> columns) {
    public CommittedFile {
        columns = Map.copyOf(columns);
    }

    /** The file's name without folders. */
    public String name() {
        return path.getFileName().toString();
    }

    /**
     * What is said of a column's values.
     *
     * @param values how many there are, NULLs among them; null where it is not said
     * @param nulls how many of them are NULL; null where it is not said
     * @param lower nothing is below: a Long, a Boolean, a BigInteger (a decimal's unscaled number) or a byte array (also
     *     of text), or null where it is not said
     * @param upper nothing is above; as {@code lower}
     */
    public record Metrics(
            @Nullable Long values,
            @Nullable Long nulls,
            @Nullable Object lower,
            @Nullable Object upper) {}
}
