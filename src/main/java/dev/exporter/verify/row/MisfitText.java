package dev.exporter.verify.row;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A value of another type than its column's, as people read it. */
final class MisfitText {
    private MisfitText() {}

    /** @param value as SQLite's driver gives it */
    static byte[] of(Object value) {
        String text;
        if (value instanceof byte[] binary) {
            text = "the BLOB " + HexFormat.of().formatHex(binary);
        } else if (value instanceof String string) {
            text = "the text '" + string + "'";
        } else {
            text = (value instanceof Double ? "the real " : "the integer ") + value;
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
