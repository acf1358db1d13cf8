package dev.exporter.source.value;

import dev.exporter.plan.ColumnType;
import dev.exporter.source.sqlite.StorageClass;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether a value, as a database in UTF-8 stores it, is exported byte for byte; {@link ValueRule} says what is
 * wrong with one that is not. Thread-safe, and for a value of ASCII without an object.
 */
@FunctionalInterface
public interface PlainBytes {
    /** Whether the value is exported as these bytes. */
    boolean isPlain(byte[] bytes, int start, int length);

    /** The answer for values of {@code type} that are stored as it demands. */
    static PlainBytes of(ColumnType type) {
        if (StorageClass.of(type) == StorageClass.BLOB) {
            return (bytes, start, length) -> true;
        }
        if (type instanceof ColumnType.Decimal decimal) {
            return (bytes, start, length) ->
                    isCanonical(bytes, start, length) && digits(bytes, start, length) <= decimal.precision();
        }
        return (bytes, start, length) -> isAscii(bytes, start, length) || isUtf8(bytes, start, length);
    }

    /** Whether bytes are {@code -?(0|[1-9][0-9]*)} without {@code -0}. */
    static boolean isCanonical(byte[] bytes, int start, int length) {
        int digits = digits(bytes, start, length);
        int first = start + length - digits;
        boolean canonical = digits > 0 && (bytes[first] != '0' || length == 1);
        for (int at = first; canonical && at < start + length; at++) {
            canonical = bytes[at] >= '0' && bytes[at] <= '9';
        }
        return canonical;
    }

    /** How many bytes follow a sign. */
    static int digits(byte[] bytes, int start, int length) {
        return length > 0 && bytes[start] == '-' ? length - 1 : length;
    }

    static boolean isAscii(byte[] bytes, int start, int length) {
        int at = start;
        int end = start + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            if (((long) Words.LONG.get(bytes, at) & Words.HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] bytes, int start, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Eight bytes at once; holds the constants, since an interface has no private ones. */
    final class Words {
        private static final VarHandle LONG =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
        private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

        private Words() {}
    }
}
