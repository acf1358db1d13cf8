package dev.exporter.natives;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where native libraries are kept unless the user says otherwise: the user's cache directory, by platform. */
final class CacheLocation {
    private CacheLocation() {}

    /**
     * The default directory.
     *
     * @param environment the process's environment variables
     * @param osName the system property {@code os.name}
     * @param home the system property {@code user.home}
     */
    static Path of(Map<String, String> environment, String osName, String home) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return (local.isEmpty() ? Path.of(home, "AppData", "Local") : Path.of(local)).resolve("exporter");
        }
        if (os.startsWith("mac")) {
            return Path.of(home, "Library", "Caches", "exporter");
        }
        // The XDG base directory specification: a relative path is invalid and is to be ignored.
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (cache.startsWith("/") ? Path.of(cache) : Path.of(home, ".cache")).resolve("exporter");
    }

    static Path standard() {
        return of(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"))
                .toAbsolutePath();
    }
}
