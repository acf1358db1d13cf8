package dev.exporter.plan.verification;

import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that was found: a difference, or an information.
 *
 * @param code a stable name in kebab case, for example {@code file-changed}
 * @param table the table it is about
 * @param partition the full bounds of the partition it is about; empty where it is about the whole table
 * @param file the data file it is about; empty where it is about no single one
 * @param message what it is, in a phrase
 * @param expected what should be there; may be empty
 * @param found what is there; may be empty
 */
public record Finding(
        String code,
        String table,
        Optional<KeyRange> partition,
        Optional<Path> file,
        String message,
        String expected,
        String found) {
    /** About a partition. */
    public static Finding of(String code, String table, KeyRange partition, String message) {
        return new Finding(code, table, Optional.of(partition), Optional.empty(), message, "", "");
    }

    /** About a whole table. */
    public static Finding of(String code, String table, String message) {
        return new Finding(code, table, Optional.empty(), Optional.empty(), message, "", "");
    }

    /** The same about a file. */
    public Finding in(Path dataFile) {
        return new Finding(code, table, partition, Optional.of(dataFile), message, expected, found);
    }

    /** The same with what should be there and what is. */
    public Finding expecting(Object there, Object is) {
        return new Finding(code, table, partition, file, message, there.toString(), is.toString());
    }

    /** The whole as one line. */
    public String text() {
        StringBuilder text = new StringBuilder("table ").append(table);
        partition.ifPresent(bounds -> text.append(", partition ").append(bounds));
        file.ifPresent(path -> text.append(", file ").append(path));
        text.append(": ").append(message);
        if (!expected.isEmpty() || !found.isEmpty()) {
            text.append(": expected ").append(expected).append(", found ").append(found);
        }
        return text.toString().replaceAll("\\s*\\R\\s*", " ");
    }
}
