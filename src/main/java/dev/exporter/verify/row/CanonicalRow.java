package dev.exporter.verify.row;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One row at a time in canonical form ({@code docs/content-hash.md}). It is taken from a result that has the columns in
 * the order of {@link #columns()}: whole numbers and booleans as numbers, text in UTF-8, decimals as the text of their
 * unscaled number, all but numbers as bytes. Not thread-safe.
 */
public final class CanonicalRow {
    static final int HEADER_BYTES = 9;
    private static final Hasher128 HASHER = Hashing.xxh3_128();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte PRESENT = 1;
    /** A value that its column's type does not have. No table can hold it, so its row has no equal. */
    private static final byte MISFIT = 2;

    private final List<ColumnSpec> columns;
    private final int[] ids;
    private final Kind[] kinds;
    private final TextSource texts;
    /** Where each column begins, and after the last one where the row ends; a NULL takes no bytes. */
    private final int[] starts;

    private final DecimalText decimal = new DecimalText();
    private byte[] bytes = new byte[1 << 12];
    private byte[] key = new byte[1 << 8];
    private int length;

    /** How values of a type are told. */
    private enum Kind {
        NUMBER,
        BOOLEAN,
        DECIMAL,
        TEXT,
        BINARY
    }

    /** Gives a text of a result in UTF-8. */
    public interface TextSource {
        /** The text, or null for NULL. */
        byte @org.jspecify.annotations.Nullable [] text(ResultSet row, int position) throws SQLException;
    }

    /** @param columns in any order */
    public CanonicalRow(List<ColumnSpec> columns, TextSource texts) {
        this.columns =
                columns.stream().sorted(Comparator.comparingInt(ColumnSpec::id)).toList();
        this.ids = this.columns.stream().mapToInt(ColumnSpec::id).toArray();
        this.kinds = this.columns.stream().map(column -> kind(column.type())).toArray(Kind[]::new);
        this.starts = new int[ids.length + 1];
        this.texts = texts;
    }

    private static Kind kind(ColumnType type) {
        if (type instanceof ColumnType.Decimal) {
            return Kind.DECIMAL;
        }
        return switch ((ColumnType.Primitive) type) {
            case BOOLEAN -> Kind.BOOLEAN;
            case INT, LONG -> Kind.NUMBER;
            case STRING -> Kind.TEXT;
            case BINARY -> Kind.BINARY;
        };
    }

    /** By ascending field id. */
    public List<ColumnSpec> columns() {
        return columns;
    }

    /**
     * Takes a row whose values are of their columns' types.
     *
     * @param first the position of the first column
     */
    public void take(ResultSet row, int first) throws SQLException {
        length = 0;
        for (int i = 0; i < ids.length; i++) {
            starts[i] = length;
            int position = first + i;
            switch (kinds[i]) {
                case NUMBER, BOOLEAN -> {
                    long value = row.getLong(position);
                    // NULL reads as 0; only then it is asked for.
                    if (value != 0 || !row.wasNull()) {
                        number(i, value);
                    }
                }
                case BINARY -> bytes(i, row.getBytes(position));
                case TEXT -> bytes(i, texts.text(row, position));
                case DECIMAL -> decimal(i, texts.text(row, position));
            }
        }
        starts[ids.length] = length;
    }

    /** Takes a row of SQLite's in which some values may be of other types than their columns'. */
    public void takeOdd(ResultSet row, int first) throws SQLException {
        length = 0;
        for (int i = 0; i < ids.length; i++) {
            starts[i] = length;
            Object value = row.getObject(first + i);
            if (value != null) {
                odd(i, value, row, first + i);
            }
        }
        starts[ids.length] = length;
    }

    private void odd(int column, Object value, ResultSet row, int position) throws SQLException {
        boolean fits = switch (kinds[column]) {
            case NUMBER, BOOLEAN -> value instanceof Integer || value instanceof Long;
            case BINARY -> value instanceof byte[];
            case TEXT, DECIMAL -> value instanceof String;
        };
        if (!fits) {
            misfit(column, MisfitText.of(value));
        } else if (value instanceof Number number) {
            number(column, number.longValue());
        } else if (value instanceof byte[] binary) {
            bytes(column, binary);
        } else if (kinds[column] == Kind.DECIMAL) {
            decimal(column, texts.text(row, position));
        } else {
            bytes(column, texts.text(row, position));
        }
    }

    private void number(int column, long value) {
        if (kinds[column] == Kind.BOOLEAN) {
            int at = header(column, PRESENT, 1);
            bytes[at] = (byte) value;
            length = at + 1;
        } else {
            int at = header(column, PRESENT, Long.BYTES);
            LONG.set(bytes, at, value);
            length = at + Long.BYTES;
        }
    }

    private void bytes(int column, byte @org.jspecify.annotations.Nullable [] value) {
        if (value != null) {
            put(column, PRESENT, value);
        }
    }

    private void put(int column, byte presence, byte[] value) {
        int at = header(column, presence, value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        length = at + value.length;
    }

    private void decimal(int column, byte @org.jspecify.annotations.Nullable [] text) {
        if (text == null) {
            return;
        }
        if (!decimal.read(text)) {
            misfit(column, text);
            return;
        }
        int at = header(column, PRESENT, 2 * Long.BYTES);
        LONG.set(bytes, at, decimal.low());
        LONG.set(bytes, at + Long.BYTES, decimal.high());
        length = at + 2 * Long.BYTES;
    }

    private void misfit(int column, byte[] shown) {
        put(column, MISFIT, shown);
    }

    /** Writes what stands before a value, and returns where the value begins. */
    private int header(int column, byte presence, int valueBytes) {
        int end = length + HEADER_BYTES + valueBytes;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        INT.set(bytes, length, ids[column]);
        bytes[length + 4] = presence;
        INT.set(bytes, length + 5, valueBytes);
        return length + HEADER_BYTES;
    }

    /** The XXH3-128 of the row. */
    public HashValue128 hash() {
        return HASHER.hashBytesTo128Bits(bytes, 0, length);
    }

    /**
     * A hash of some columns.
     *
     * @param indexes in {@link #columns()}
     */
    public long keyHash(int[] indexes) {
        int size = 0;
        for (int index : indexes) {
            int part = starts[index + 1] - starts[index];
            if (key.length < size + part) {
                key = Arrays.copyOf(key, (size + part) * 2);
            }
            System.arraycopy(bytes, starts[index], key, size, part);
            size += part;
        }
        return HASHER.hashBytesTo128Bits(key, 0, size).getAsLong();
    }

    /** The row, to be kept. */
    public RowValues values() {
        byte[][] values = new byte[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            values[i] = Arrays.copyOfRange(bytes, starts[i], starts[i + 1]);
        }
        return new RowValues(columns, values);
    }
}
