package dev.exporter.demo.rows;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A tag's name or value, as the gateway's dictionaries hold it.
 *
 * @param hash the SHA-1 of {@code bytes}
 * @param number tells entries that occur again and again apart, from 0; {@link #ONCE} for one that occurs once, and
 *     {@link #ABSENT} for one that the dictionary does not hold
 */
public record Entry(byte[] bytes, byte[] hash, int number) {
    public static final int ONCE = -1;
    public static final int ABSENT = -2;

    public static Entry of(byte[] bytes, int number) {
        return new Entry(bytes, digest("SHA-1", bytes), number);
    }

    public static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
