package dev.exporter.plan;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type of a column, by Iceberg's names. */
public sealed interface ColumnType {
    /** The types without parameters. INT has 32 bits and LONG 64, both signed; STRING is UTF-8. */
    enum Primitive implements ColumnType {
        BOOLEAN,
        INT,
        LONG,
        STRING,
        BINARY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A decimal number of at most {@code precision} digits, {@code scale} of them after the point.
     *
     * @param precision 1 to 38
     * @param scale 0 to {@code precision}
     */
    record Decimal(int precision, int scale) implements ColumnType {
        public Decimal {
            if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(" + precision + "," + scale + ") is out of bounds");
            }
        }

        @Override
        public String toString() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** Reads the form that {@code toString()} writes: {@code long}, {@code decimal(20,0)} and so on. */
    static ColumnType parse(String text) {
        Matcher decimal = DecimalText.PATTERN.matcher(text);
        if (decimal.matches()) {
            return new Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        for (Primitive primitive : Primitive.values()) {
            if (primitive.toString().equals(text)) {
                return primitive;
            }
        }
        throw new IllegalArgumentException(
                "unknown type '" + text + "'; known are boolean, int, long, string, binary, decimal(p,s)");
    }

    /** Holds the pattern, since an interface has no private constants. */
    final class DecimalText {
        private static final Pattern PATTERN = Pattern.compile("decimal\\((\\d{1,2}),\\s*(\\d{1,2})\\)");

        private DecimalText() {}
    }
}
