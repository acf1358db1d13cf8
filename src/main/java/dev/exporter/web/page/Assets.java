package dev.exporter.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The files that pages load. */
public final class Assets {
    /** Folders of the class path. */
    public static final String OURS = "dev/exporter/assets/";

    public static final String HTMX = "META-INF/resources/webjars/htmx.org/2.0.10/dist/";

    private static final List<String> FILES =
            List.of(OURS + "exporter.css", OURS + "exporter.js", HTMX + "htmx.min.js");
    private static final String VERSION = HexFormat.of().formatHex(digest(), 0, 6);

    private Assets() {}

    /**
     * Stands in the addresses of style sheet and scripts, and is another one where one of them is another: browsers keep files for
     * a while, and a page would run with the script of the program before it.
     */
    public static String version() {
        return VERSION;
    }

    private static byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : FILES) {
                try (InputStream stream = Assets.class.getResourceAsStream("/" + file)) {
                    if (stream == null) {
                        throw new IllegalStateException(file + " is missing");
                    }
                    digest.update(stream.readAllBytes());
                }
            }
            return digest.digest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
