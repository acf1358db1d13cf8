package dev.exporter.demo.chance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What rows say that their data is; the first ones are the usual ones. */
public final class ContentTypes {
    private static final List<String> NAMES = List.of(
            "application/json",
            "image/png",
            "text/plain",
            "image/jpeg",
            "application/octet-stream",
            "text/html; charset=utf-8",
            "video/mp4",
            "application/x.arweave-manifest+json",
            "audio/mpeg",
            "text/x-\"quoted\", naïve");

    private ContentTypes() {}

    /** The content type of the row with this number; null for one row in about ten. */
    public static @Nullable String draw(Dice dice, int number) {
        int drawn = dice.skewed(NAMES.size() * 10);
        if (Oddity.EMPTY_CONTENT_TYPE.at(number)) {
            return "";
        }
        return drawn % 10 == 9 ? null : NAMES.get(drawn / 10);
    }
}
