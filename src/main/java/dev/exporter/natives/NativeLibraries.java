package dev.exporter.natives;

import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes SQLite, Arrow and DuckDB load their native libraries from the cache folder. */
public final class NativeLibraries {
    private NativeLibraries() {}

    /**
     * To be called once, before the first use of any of the three. The small libraries of SQLite and Arrow are unpacked
     * and checked here; the large one of DuckDB by a thread of its own meanwhile, for which DuckDB waits when it
     * is first used. DuckDB unpacks its library itself, as it always does, where the program was not started through
     * {@link NativeClassLoader}.
     *
     * @param directory where they are kept; empty takes the user's cache directory
     * @throws NativeLibraryException if there are none for this platform, or if the directory cannot be used or trusted
     */
    public static void prepare(Optional<Path> directory) {
        NativeCache cache = cache(directory);
        Path sqlite = cache.path(Library.SQLITE);
        System.setProperty("org.sqlite.lib.path", String.valueOf(sqlite.getParent()));
        System.setProperty("org.sqlite.lib.name", String.valueOf(sqlite.getFileName()));
        System.setProperty(
                "arrow.cdata.library.path",
                String.valueOf(cache.path(Library.ARROW).getParent()));
        // Asked in two steps: without the executable jar, the superclass of NativeClassLoader may not be there to load.
        if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader jar
                && jar instanceof NativeClassLoader loader) {
            loader.duckdb(() -> cache);
        }
    }

    static NativeCache cache(Optional<Path> directory) {
        Path root =
                directory.orElseGet(CacheLocation::standard).toAbsolutePath().normalize();
        return new NativeCache(root, Platform.current(), NativeLibraries::resource);
    }

    private static @Nullable InputStream resource(String name) {
        return NativeLibraries.class.getClassLoader().getResourceAsStream(name);
    }
}
