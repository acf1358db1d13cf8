package dev.exporter.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The id of a run: a UUID of version 7 (RFC 9562, section 5.7) in its full base32 form, 26 lower-case characters of
 * Crockford's alphabet, most significant bits first. Ids made later sort later.
 */
public record RunId(@JsonValue String text) {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RunId {
        if (text.length() != 26 || !text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0) || text.charAt(0) > '7') {
            throw new IllegalArgumentException("not a run id: " + text);
        }
    }

    /** A new id: 48 bits of milliseconds since 1970, 74 random bits, and the version and variant of the UUID. */
    public static RunId create(Instant now) {
        long high = now.toEpochMilli() << 16 | 0x7000 | RANDOM.nextInt(1 << 12);
        long low = RANDOM.nextLong() >>> 2 | 1L << 63;
        char[] text = new char[26];
        for (int i = 25; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (low & 31));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new RunId(new String(text));
    }

    @Override
    public String toString() {
        return text;
    }
}
