package dev.exporter.natives;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.loader.launch.LaunchedClassLoader;

/**
 * Loads the program in place of the executable jar's own class loader, so that DuckDB's native library comes from the
 * cache folder. DuckDB's driver looks for the library among the resources of its class loader and, if it is one, copies
 * it (71 MB) into the temporary directory at each start, where it stays after a SIGKILL. If it is not, the driver asks
 * its class loader for the library's path. So this class loader hides the resource and knows the path.
 *
 * <p>The classes of this room are not loaded again: they are the same on both sides. Thread-safe.
 */
public final class NativeClassLoader extends LaunchedClassLoader {
    private static final String ROOM = NativeClassLoader.class.getPackageName() + ".";

    static {
        registerAsParallelCapable();
    }

    /** The path of DuckDB's library, while it is unpacked and checked; null before that. Guarded by this. */
    private @Nullable CompletableFuture<Path> duckdb;

    private NativeClassLoader(URL[] urls, ClassLoader parent) {
        super(false, urls, parent);
    }

    /**
     * A class loader for the same classes as {@code loader}, or {@code loader} itself where it is not that of an
     * executable jar (in an IDE, in tests): the drivers then do as they always do.
     */
    public static ClassLoader insteadOf(ClassLoader loader) {
        return loader instanceof URLClassLoader jar && jar.getParent() != null
                ? new NativeClassLoader(jar.getURLs(), jar.getParent())
                : loader;
    }

    /** Begins to unpack and check DuckDB's library, where that has not been begun, into the cache that is given. */
    synchronized CompletableFuture<Path> duckdb(Supplier<NativeCache> cache) {
        if (duckdb == null) {
            duckdb = CompletableFuture.supplyAsync(() -> cache.get().path(Library.DUCKDB), NativeClassLoader::inThread);
        }
        return duckdb;
    }

    @Override
    protected @Nullable String findLibrary(String name) {
        if (!name.equals("duckdb_java")) {
            return null;
        }
        try {
            return duckdb(() -> NativeLibraries.cache(Optional.empty())).join().toString();
        } catch (CompletionException e) {
            throw e.getCause() instanceof NativeLibraryException cause ? cause : e;
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        return name.startsWith("libduckdb_java.so_") ? null : super.findResource(name);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.startsWith(ROOM)
                ? NativeClassLoader.class.getClassLoader().loadClass(name)
                : super.loadClass(name, resolve);
    }

    private static void inThread(Runnable task) {
        Thread thread = new Thread(task, "native-libraries");
        thread.setDaemon(true);
        thread.start();
    }
}
