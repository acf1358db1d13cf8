package dev.exporter.verify.row;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Reads whole numbers of up to 38 digits from their text into 128 bits. Not thread-safe. */
final class DecimalText {
    /** A long holds every number of so many digits. */
    private static final int DIGITS_OF_LONG = 18;

    private static final int MOST_DIGITS = 38;

    private long high;
    private long low;

    /** Reads a text; false where it is not a number in the one form in which numbers are written. */
    boolean read(byte[] text) {
        boolean isNegative = text.length > 0 && text[0] == '-';
        int first = isNegative ? 1 : 0;
        int digits = text.length - first;
        if (digits < 1 || digits > MOST_DIGITS || (text[first] == '0' && text.length > 1)) {
            return false;
        }
        long value = 0;
        for (int i = first; i < text.length; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        if (digits <= DIGITS_OF_LONG) {
            low = isNegative ? -value : value;
            high = low < 0 ? -1 : 0;
        } else {
            BigInteger number = new BigInteger(new String(text, StandardCharsets.US_ASCII));
            low = number.longValue();
            high = number.shiftRight(Long.SIZE).longValue();
        }
        return true;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
