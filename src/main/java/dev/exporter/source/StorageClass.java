package dev.exporter.source;

import dev.exporter.plan.ColumnType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How SQLite stores a value, whatever its column declares (sqlite.org/datatype3.html, section 2). NULL, which any
 * column may hold, belongs to each of these; REAL to none, because no column of a dataset holds floating-point numbers.
 */
enum StorageClass {
    // REAL among the terms makes a sum REAL, and so does an overflow: then the row is looked at once more, in vain.
    INTEGER("0", "typeof(0 + %2$s) = 'integer' AND max(0, %1$s) < ''", " + "),
    TEXT("''", "min('', %1$s) >= '' AND max('', %1$s) < x''", ", "),
    BLOB("x''", "min(x'', %1$s) >= x''", ", ");

    /** Well below SQLite's limits for arguments of a function (127) and the depth of an expression (1,000). */
    private static final int COLUMNS_AT_ONCE = 50;

    private final String placeholder;
    private final String condition;
    private final String separator;

    StorageClass(String placeholder, String condition, String separator) {
        this.placeholder = placeholder;
        this.condition = condition;
        this.separator = separator;
    }

    /** What values of {@code type} are stored as. A decimal is an integer written as text. */
    static StorageClass of(ColumnType type) {
        if (type instanceof ColumnType.Decimal decimal && decimal.scale() == 0) {
            return TEXT;
        }
        if (type instanceof ColumnType.Primitive primitive) {
            switch (primitive) {
                case INT, LONG:
                    return INTEGER;
                case STRING:
                    return TEXT;
                case BINARY:
                    return BLOB;
                case BOOLEAN:
                    break;
            }
        }
        throw new IllegalArgumentException("a source column cannot be read as " + type);
    }

    /** Whether a value, as the driver gives it by its storage, is of this class. */
    boolean holds(@Nullable Object value) {
        return switch (this) {
            case INTEGER -> value == null || value instanceof Integer || value instanceof Long;
            case TEXT -> value == null || value instanceof String;
            case BLOB -> value == null || value instanceof byte[];
        };
    }

    /**
     * SQL conditions, true where all of {@code columns} are of this class. SQLite orders values by class (NULL, numbers,
     * TEXT, BLOB), so one {@code min} or {@code max} over many columns says what a type call for each cell would, at a
     * third of the cost.
     *
     * @param columns SQL expressions
     */
    List<String> conditions(List<String> columns) {
        List<String> values = columns.stream()
                .map(column -> "ifnull(" + column + ", " + placeholder + ")")
                .toList();
        return IntStream.iterate(0, from -> from < values.size(), from -> from + COLUMNS_AT_ONCE)
                .mapToObj(from -> values.subList(from, Math.min(from + COLUMNS_AT_ONCE, values.size())))
                .map(some -> condition.formatted(String.join(", ", some), String.join(separator, some)))
                .toList();
    }
}
