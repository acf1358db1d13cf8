package dev.exporter.transform.sql;

import dev.exporter.plan.ColumnType;
import java.util.Collection;
import java.util.stream.Collectors;

/** The pieces of DuckDB's dialect that are made from names, values and types. */
public final class Sql {
    private Sql() {}

    /** The only place where a name becomes SQL. */
    public static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    public static String identifiers(Collection<String> names) {
        return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    }

    /** A text for the places that take no bound value: settings, the options of COPY, lists of files. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    public static String type(ColumnType type) {
        if (type instanceof ColumnType.Decimal decimal) {
            return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        return switch ((ColumnType.Primitive) type) {
            case BOOLEAN -> "BOOLEAN";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case STRING -> "VARCHAR";
            case BINARY -> "BLOB";
        };
    }

    /** A column's values as bytes. */
    public static String bytes(String name, ColumnType type) {
        if (type == ColumnType.Primitive.BINARY) {
            return identifier(name);
        }
        if (type == ColumnType.Primitive.STRING) {
            return "encode(" + identifier(name) + ")";
        }
        throw new IllegalArgumentException("keys of a dictionary are binary or string, not " + type);
    }

    /** {@code CAST("name" AS type) AS "name"}. */
    public static String cast(String name, ColumnType type) {
        return "CAST(" + identifier(name) + " AS " + type(type) + ") AS " + identifier(name);
    }
}
