package dev.exporter.web.keys;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A key as it is kept: not the key itself, but its hash.
 *
 * @param name who or what holds it; the operator's log names it
 * @param hash SHA-256 of the key's text, in hex. A key has 256 random bits, so that a hash made for passwords would add
 *     nothing
 */
public record Key(String name, Scope scope, String hash, Instant created) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    public Key {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a key's name: " + name);
        }
    }

    /** Whether a key can be called so: letters, digits and {@code . _ @ -}, at most 64. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
