package dev.exporter.natives;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
 * <p>It also saves each start from reading the directories of all libraries in the jar, which costs more than anything
 * else that {@code --help} does: the libraries that every command needs come first, and a class that one of them looks
 * for in vain is not looked for in all the others.
 *
 * <p>The classes of this room are not loaded again: they are the same on both sides. Thread-safe.
 */
public final class NativeClassLoader extends LaunchedClassLoader {
    private static final String ROOM = NativeClassLoader.class.getPackageName() + ".";

    /** What every command needs: the parser of its options, and the reader of dataset files. */
    private static final List<String> FIRST = List.of("/picocli-", "/snakeyaml-");

    /** Picocli asks whether it is used from Groovy. The program has no Groovy. */
    private static final String ABSENT = "groovy.";

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
                ? new NativeClassLoader(inOrderOfUse(jar.getURLs()), jar.getParent())
                : loader;
    }

    /** The program's own classes stay where they are, before its libraries. */
    private static URL[] inOrderOfUse(URL[] urls) {
        URL[] ordered = urls.clone();
        Arrays.sort(ordered, Comparator.comparing(url -> !isFirst(url)));
        return ordered;
    }

    private static boolean isFirst(URL url) {
        String text = url.toString();
        return !text.endsWith(".jar!/") || FIRST.stream().anyMatch(text::contains);
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
        if (name.startsWith(ABSENT)) {
            throw new ClassNotFoundException(name);
        }
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
