package dev.exporter.plan;

import java.util.Locale;
import java.util.OptionalInt;

/** A Parquet compression codec, by the name that users write. */
public enum Codec {
    ZSTD,
    SNAPPY,
    GZIP,
    LZ4,
    BROTLI,
    NONE;

    /** Whether a level can be chosen: only zstd has one here. */
    public boolean hasLevel() {
        return this == ZSTD;
    }

    /** The name that users write, for example {@code zstd}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A codec with its level.
     *
     * @param level 1 to 22 for zstd; empty takes the default
     */
    public record Compression(Codec codec, OptionalInt level) {
        public Compression {
            if (level.isPresent() && (!codec.hasLevel() || level.getAsInt() < 1 || level.getAsInt() > 22)) {
                throw new IllegalArgumentException("level " + level.getAsInt() + " for " + codec.text());
            }
        }
    }
}
