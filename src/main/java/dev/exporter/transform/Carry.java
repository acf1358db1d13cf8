package dev.exporter.transform;

import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows of existing data files that are taken over into a sorted table: those whose key lies outside {@code except}.
 *
 * @param files Parquet files with the table's field ids; may lack columns that were added later, which read as NULL
 * @param keyColumn the range key's column, a required long
 * @param except the keys that are exported anew
 */
public record Carry(List<Path> files, String keyColumn, KeyRange except) {
    public Carry {
        files = List.copyOf(files);
    }

    /** Nothing is taken over. */
    public static Carry none() {
        return new Carry(List.of(), "", new KeyRange(0, 0));
    }
}
