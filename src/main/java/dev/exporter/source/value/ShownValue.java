package dev.exporter.source.value;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values of a source as messages show them: short, and with their type. */
public final class ShownValue {
    private static final int MOST_CHARACTERS = 40;
    /** Long enough for any hash that serves as a key. */
    private static final int MOST_BYTES = 64;

    private ShownValue() {}

    /** A value as the driver gives it by its storage: {@code the text '12x'}, {@code the BLOB 00ff} and so on. */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof byte[] bytes) {
            return "the BLOB " + hex(bytes);
        }
        if (value instanceof String text) {
            return "the text '" + shortened(text) + "'";
        }
        return value instanceof Double ? "the real " + value : "the integer " + value;
    }

    /** A row's key: hex for a BLOB, else the value as it is. */
    public static String key(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return value instanceof byte[] bytes ? hex(bytes) : shortened(value.toString());
    }

    static String hex(byte[] bytes) {
        HexFormat hex = HexFormat.of();
        return bytes.length <= MOST_BYTES
                ? hex.formatHex(bytes)
                : hex.formatHex(bytes, 0, MOST_BYTES) + "… (" + bytes.length + " bytes)";
    }

    private static String shortened(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "�");
        return printable.length() <= MOST_CHARACTERS
                ? printable
                : printable.substring(0, MOST_CHARACTERS) + "… (" + text.length() + " characters)";
    }
}
