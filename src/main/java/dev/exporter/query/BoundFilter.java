package dev.exporter.query;

import dev.exporter.plan.ColumnType;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.tables.RowsRequest.Filter;
import dev.exporter.plan.tables.RowsRequest.Operator;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.transform.sql.Sql;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A filter as SQL with a place for its value.
 *
 * @param value bound there; null where there is no place
 */
record BoundFilter(String sql, @Nullable Object value) {
    /** Of DuckDB's decimals; the driver binds NULL for one that has more, or more behind the point. */
    private static final int MOST_DIGITS = 38;

    /** @throws ExporterException refused, if the value is not one of the column's type */
    static BoundFilter of(TableDetail.Column column, Filter filter) {
        String name = Sql.identifier(column.name());
        return switch (filter.operator()) {
            case NULL -> new BoundFilter(name + " IS NULL", null);
            case PRESENT -> new BoundFilter(name + " IS NOT NULL", null);
            case CONTAINS -> new BoundFilter("contains(CAST(" + name + " AS VARCHAR), ?)", filter.value());
            case PREFIX -> new BoundFilter("starts_with(CAST(" + name + " AS VARCHAR), ?)", filter.value());
            case EQ, NE, LT, LE, GT, GE ->
                new BoundFilter(name + " " + comparison(filter.operator()) + " ?", value(column, filter));
        };
    }

    private static String comparison(Operator operator) {
        return switch (operator) {
            case NE -> "<>";
            case LT -> "<";
            case LE -> "<=";
            case GT -> ">";
            case GE -> ">=";
            default -> "=";
        };
    }

    /** The place after its own. */
    int bind(PreparedStatement statement, int place) throws SQLException {
        if (value == null) {
            return place;
        }
        if (value instanceof byte[] bytes) {
            statement.setBytes(place, bytes);
        } else {
            statement.setObject(place, value);
        }
        return place + 1;
    }

    /** A filter's value as a whole number. */
    static long number(Filter filter) {
        if (!filter.operator().takesValue()) {
            return 0;
        }
        try {
            return Long.parseLong(filter.value().strip());
        } catch (NumberFormatException e) {
            throw refused(filter, "long");
        }
    }

    private static Object value(TableDetail.Column column, Filter filter) {
        ColumnType type = ColumnType.parse(column.type());
        try {
            if (type instanceof ColumnType.Decimal) {
                return decimal(filter.value().strip());
            }
            return switch ((ColumnType.Primitive) type) {
                case INT, LONG -> number(filter);
                case BOOLEAN -> truth(filter);
                case BINARY -> bytes(filter.value().strip());
                case STRING -> filter.value();
            };
        } catch (IllegalArgumentException e) {
            throw refused(filter, column.type());
        }
    }

    /** A number that DuckDB's driver binds: it takes none of negative scale, such as 1e12 has. */
    private static BigDecimal decimal(String text) {
        BigDecimal number = new BigDecimal(text);
        // Asked before the zeros of an exponent are written out: there may be a thousand million of them.
        long digitsBeforeThePoint = (long) number.precision() - number.scale();
        if (digitsBeforeThePoint > MOST_DIGITS || number.precision() > MOST_DIGITS || number.scale() > MOST_DIGITS) {
            throw new IllegalArgumentException(text);
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    private static boolean truth(Filter filter) {
        return switch (filter.value().strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(filter.value());
        };
    }

    private static byte[] bytes(String text) {
        return text.startsWith("0x")
                ? HexFormat.of().parseHex(text.substring(2))
                : Base64.getUrlDecoder().decode(text);
    }

    private static ExporterException refused(Filter filter, String type) {
        return ExporterException.refused(
                "filter-invalid",
                "'" + filter.value() + "' is not a value of column " + filter.column() + ", which is of type " + type,
                filter.column(),
                remedy(ColumnType.parse(type)));
    }

    private static String remedy(ColumnType type) {
        if (type instanceof ColumnType.Decimal) {
            return "Give a number of at most " + MOST_DIGITS + " digits";
        }
        return type == ColumnType.Primitive.BINARY ? "Give bytes in URL-safe Base64, or 0x and hex" : "";
    }
}
