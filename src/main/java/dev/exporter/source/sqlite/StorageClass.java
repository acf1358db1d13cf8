package dev.exporter.source.sqlite;

import dev.exporter.plan.ColumnType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How SQLite stores a value, whatever its column declares (sqlite.org/datatype3.html, section 2). NULL, which any
 * column may hold, belongs to each of these; REAL to none, because no column of a dataset holds floating-point numbers.
 */
public enum StorageClass {
    INTEGER,
    TEXT,
    BLOB;

    /** What values of {@code type} are stored as. A decimal is an integer written as text. */
    public static StorageClass of(ColumnType type) {
        if (type instanceof ColumnType.Decimal decimal && decimal.scale() == 0) {
            return TEXT;
        }
        if (type == ColumnType.Primitive.INT || type == ColumnType.Primitive.LONG) {
            return INTEGER;
        }
        if (type == ColumnType.Primitive.STRING) {
            return TEXT;
        }
        if (type == ColumnType.Primitive.BINARY) {
            return BLOB;
        }
        throw new IllegalArgumentException("a source column cannot be read as " + type);
    }

    /** Whether a value, as the driver gives it by its storage, is of this class. */
    public boolean holds(@Nullable Object value) {
        return switch (this) {
            case INTEGER -> value == null || value instanceof Integer || value instanceof Long;
            case TEXT -> value == null || value instanceof String;
            case BLOB -> value == null || value instanceof byte[];
        };
    }

    /**
     * An SQL condition that is true where any of {@code columns} holds a value of another class, and perhaps without
     * cause where integers are so large that their sum overflows. One such condition for a row costs a third of what
     * asking for the type of each cell does: SQLite orders values by class (section 4.1: NULL, numbers, TEXT, BLOB), and
     * the {@code +} before a column keeps it from converting what the column is compared with.
     *
     * @param columns SQL expressions; at most some hundred, since SQLite bounds the depth of expressions (1,000)
     */
    String oddAmong(List<String> columns) {
        return switch (this) {
            // A real among the terms makes the sum real; text and BLOBs would count as numbers there.
            case INTEGER ->
                "typeof(0" + each(columns, " + ifnull(%s, 0)") + ") <> 'integer'" + each(columns, " OR +%s >= ''");
            case TEXT -> "false" + each(columns, " OR +%1$s < '' OR +%1$s >= x''");
            case BLOB -> "false" + each(columns, " OR +%s < x''");
        };
    }

    private static String each(List<String> columns, String form) {
        return columns.stream().map(form::formatted).collect(Collectors.joining());
    }
}
