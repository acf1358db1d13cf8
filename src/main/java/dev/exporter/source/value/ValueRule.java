package dev.exporter.source.value;

import dev.exporter.plan.ColumnType;
import dev.exporter.source.sqlite.StorageClass;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What a value's bytes must be, beyond its storage class, for it to be exported exactly. Stateless. */
@FunctionalInterface
public interface ValueRule {
    /**
     * The bytes to export.
     *
     * @param stored as the database stores them
     * @throws MisfitException if the value cannot be exported exactly
     */
    byte[] exported(String column, byte[] stored) throws MisfitException;

    /**
     * The rule for values of {@code type}.
     *
     * @param encoding in which the database stores text
     */
    static ValueRule of(ColumnType type, Charset encoding) {
        if (StorageClass.of(type) == StorageClass.BLOB) {
            return (column, stored) -> stored;
        }
        if (type instanceof ColumnType.Decimal decimal) {
            return (column, stored) -> canonicalDecimal(column, utf8(column, stored, encoding), decimal);
        }
        return (column, stored) -> utf8(column, stored, encoding);
    }

    private static byte[] utf8(String column, byte[] stored, Charset encoding) throws MisfitException {
        boolean sameBytes = encoding.equals(StandardCharsets.UTF_8);
        if (sameBytes && PlainBytes.isAscii(stored, 0, stored.length)) {
            return stored;
        }
        try {
            CharBuffer text = encoding.newDecoder().decode(ByteBuffer.wrap(stored));
            return sameBytes ? stored : text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new MisfitException(
                    column, "holds text that is not valid " + encoding + ", the bytes " + ShownValue.hex(stored));
        }
    }

    /** Only the one spelling that a number of its own comes back as. */
    private static byte[] canonicalDecimal(String column, byte[] text, ColumnType.Decimal type) throws MisfitException {
        if (!PlainBytes.isCanonical(text, 0, text.length)) {
            throw new MisfitException(column, "holds " + shown(text) + ", which is not an integer in canonical form");
        }
        if (PlainBytes.digits(text, 0, text.length) > type.precision()) {
            throw new MisfitException(column, "holds " + shown(text) + ", which has too many digits for " + type);
        }
        return text;
    }

    private static String shown(byte[] text) {
        return ShownValue.of(new String(text, StandardCharsets.UTF_8));
    }
}
