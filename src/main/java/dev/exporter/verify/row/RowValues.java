package dev.exporter.verify.row;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A row that is kept, to be shown to people. Immutable.
 *
 * @param columns by ascending field id
 * @param values each in canonical form; empty for NULL
 */
public record RowValues(List<ColumnSpec> columns, byte[][] values) {
    /** Long enough for any hash that is a key. */
    private static final int MOST_SHOWN = 128;

    /** The columns in which another row of the same table differs. */
    public List<String> differing(RowValues other) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!Arrays.equals(values[i], other.values[i])) {
                names.add(columns.get(i).name());
            }
        }
        return names;
    }

    /** Whether another row has the same values in these columns. */
    public boolean isSame(RowValues other, Collection<String> names) {
        return names.stream().allMatch(name -> Arrays.equals(value(name), other.value(name)));
    }

    /** Some columns as people read them: {@code height 5, id ab01}. */
    public String text(Collection<String> names) {
        List<String> texts = new ArrayList<>();
        names.forEach(name -> texts.add(name + " " + text(name)));
        return String.join(", ", texts);
    }

    /** A value as people read it. */
    public String text(String name) {
        byte[] canonical = value(name);
        if (canonical.length == 0) {
            return "NULL";
        }
        byte[] value = Arrays.copyOfRange(canonical, CanonicalRow.HEADER_BYTES, canonical.length);
        ColumnType type = columns.get(index(name)).type();
        boolean isMisfit = canonical[4] != 1;
        String text = isMisfit ? new String(value, StandardCharsets.UTF_8) : text(type, value);
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    private static String text(ColumnType type, byte[] value) {
        if (type instanceof ColumnType.Decimal) {
            byte[] bigEndian = new byte[value.length];
            for (int i = 0; i < value.length; i++) {
                bigEndian[i] = value[value.length - 1 - i];
            }
            return new BigInteger(bigEndian).toString();
        }
        return switch ((ColumnType.Primitive) type) {
            case BOOLEAN -> Boolean.toString(value[0] != 0);
            case INT, LONG ->
                Long.toString(
                        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong());
            case STRING -> "'" + new String(value, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "�") + "'";
            case BINARY -> value.length == 0 ? "empty" : HexFormat.of().formatHex(value);
        };
    }

    private byte[] value(String name) {
        return values[index(name)];
    }

    private int index(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("the row has no column " + name);
    }
}
