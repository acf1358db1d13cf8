package dev.exporter.natives;

import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes SQLite, Arrow and DuckDB load their native libraries from the cache folder. */
public final class NativeLibraries {
    /**
     * Names the executable jar, where the program was started from plain jars that were made of it without the native
     * libraries. {@code java.library.path} then has the {@linkplain #folderOfDuckDb folder of DuckDB's}.
     */
    private static final String EXECUTABLE_JAR = "exporter.jar";

    private NativeLibraries() {}

    /**
     * To be called once, before the first use of any of the three. The small libraries of SQLite and Arrow are unpacked
     * and checked here; the large one of DuckDB by a thread of its own meanwhile, for which DuckDB waits when it
     * is first used. DuckDB unpacks its library itself, as it always does, where the program was started neither through
     * {@link NativeClassLoader} nor from plain jars without it.
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
        } else if (System.getProperty(EXECUTABLE_JAR) != null) {
            folderOfDuckDb(Optional.empty());
        }
    }

    /**
     * The folder that holds DuckDB's library, unpacked and checked, under the name by which
     * {@link System#loadLibrary} finds it.
     *
     * @param directory where native libraries are kept; empty takes the user's cache directory
     */
    public static Path folderOfDuckDb(Optional<Path> directory) {
        return cache(directory).path(Library.DUCKDB).resolveSibling("");
    }

    /** Whether a resource of a jar is one of the libraries that are unpacked into the cache, on any platform. */
    public static boolean isResource(String name) {
        return Arrays.stream(Library.values())
                .anyMatch(library -> Arrays.stream(Platform.values())
                        .anyMatch(platform -> library.resource(platform).equals(name)));
    }

    static NativeCache cache(Optional<Path> directory) {
        Path root =
                directory.orElseGet(CacheLocation::standard).toAbsolutePath().normalize();
        return new NativeCache(root, Platform.current(), NativeLibraries::resource);
    }

    private static @Nullable InputStream resource(String name) {
        InputStream resource = NativeLibraries.class.getClassLoader().getResourceAsStream(name);
        String jar = System.getProperty(EXECUTABLE_JAR);
        return resource == null && jar != null ? NestedResource.open(Path.of(jar), name) : resource;
    }
}
